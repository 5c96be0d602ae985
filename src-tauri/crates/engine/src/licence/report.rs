//! The licence review as a file: one HTML page (ux.md §8.7), a workbook, CSV or JSON.

mod book;
mod content;
mod document;
mod figures;
mod lists;
mod people;
mod table;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{DataSet, LogGap};
use store::Row;

use self::lists::{List, who};
use self::people::People;
use super::rows::{ids, said};
use crate::api::{
    ClientRef, CommandError, DataSetStatus, Figure, HandedOver, LicenceReportOf, LicenceReview,
    LicenceReviewOf, ReportFormat, ReportNames,
};
use crate::export::file_name;
use crate::report::{Brand, Head, PREVIEW, on_paper, render};
use crate::zone::Zone;
use crate::{Code, Engine};

impl Engine {
    /// Writes the licence review as a file.
    ///
    /// # Errors
    /// `DISK_FULL`, `FILE_READONLY`.
    pub async fn licence_report(self: &Arc<Self>, of: LicenceReportOf) -> Result<HandedOver, CommandError> {
        let (name, bytes) = self.licence_report_file(of).await?;
        self.hand_over(&name, bytes).await
    }

    /// The same as a name and bytes.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a form that the review does not have.
    pub async fn licence_report_file(
        self: &Arc<Self>,
        of: LicenceReportOf,
    ) -> Result<(String, Vec<u8>), CommandError> {
        let mut report = self.licence_report_of(of).await?;
        let name = file_name(&report.client, "licence-review", report.made, report.of.format.extension());
        let written = |bytes: std::io::Result<Vec<u8>>| bytes.map_err(|_| CommandError::new(Code::DiskFull));
        let bytes = match report.of.format {
            ReportFormat::Html => self.licence_html(report, usize::MAX).await?.into_bytes(),
            ReportFormat::Pdf => {
                let (made, brand, paper) = (report.made, report.brand.clone(), report.of.paper);
                on_paper(self.licence_html(report, usize::MAX).await?, made, &brand, paper).await?
            }
            ReportFormat::Csv => {
                let rows = self.licence_rows(&mut report).await?;
                written(report.csv(&rows))?
            }
            ReportFormat::Json => {
                let rows = self.licence_rows(&mut report).await?;
                report.json(&rows)?
            }
            ReportFormat::Xlsx => {
                let rows = self.licence_rows(&mut report).await?;
                let duplicates = self.all_duplicates(&report.of.client).await?;
                written(report.xlsx(&rows, &duplicates))?
            }
            ReportFormat::Zip => return Err(CommandError::new(Code::BadArguments)),
        };
        Ok((name, bytes))
    }

    /// Everybody of a table, who get their numbers by it.
    async fn licence_rows(self: &Arc<Self>, report: &mut Report) -> Result<Vec<Row>, CommandError> {
        let of = &report.of;
        let rows =
            if report.readable() { self.candidates(&of.client, &of.scenario).await? } else { Vec::new() };
        report.people = People::of(ids(&rows), of.names);
        Ok(rows)
    }

    /// The page to be looked at before it is saved: the same, but of long lists their beginning.
    pub(crate) async fn licence_report_page(
        self: &Arc<Self>,
        of: LicenceReportOf,
    ) -> Result<String, CommandError> {
        let report = self.licence_report_of(of).await?;
        self.licence_html(report, PREVIEW).await
    }

    /// A page that tells so many people of a list.
    async fn licence_html(self: &Arc<Self>, mut report: Report, most: usize) -> Result<String, CommandError> {
        let Report { of, .. } = &report;
        let mut lists = Vec::new();
        if report.readable() {
            let most = if of.names == ReportNames::Counts { 0 } else { most };
            let found = self.candidates_of(&of.client, &of.scenario, who(&of.scenario), most).await?;
            if of.names == ReportNames::Pseudonyms {
                let ids = self.candidate_ids(&of.client, &of.scenario).await?;
                report.people = People::of(ids.iter().map(String::as_str).collect(), ReportNames::Pseudonyms);
            }
            lists = report.lists(&found);
        }
        report.html(lists)
    }

    /// A report without its people.
    async fn licence_report_of(self: &Arc<Self>, of: LicenceReportOf) -> Result<Report, CommandError> {
        let connection = self.connection(&of.client).await?;
        let asked = LicenceReviewOf { client: of.client.clone(), scenario: of.scenario.clone() };
        let gaps = self.read(&of.client, |db| db.gaps_of(DataSet::SignIns)).await?;
        Ok(Report {
            gaps: gaps.into_iter().filter(|gap| gap.closed_at.is_none()).collect(),
            client: connection.name,
            review: self.licence_review(asked).await?,
            sets: self.sync_status(ClientRef { client: of.client.clone() }).await?.data_sets,
            people: People::of(Vec::new(), of.names),
            zone: self.zone_of(&of.client, of.time_zone.as_deref()).await?,
            brand: self.brand().await?,
            made: self.ports.clock.utc(),
            of,
        })
    }
}

/// A review on its way into a file.
struct Report {
    /// Stretches of the sign-in log in which events are missing.
    gaps: Vec<LogGap>,
    client: String,
    review: LicenceReview,
    sets: Vec<DataSetStatus>,
    of: LicenceReportOf,
    people: People,
    zone: Zone,
    brand: Brand,
    made: DateTime<Utc>,
}

impl Report {
    fn readable(&self) -> bool {
        matches!(self.review.billable, Figure::Value(_))
    }

    fn html(&self, lists: Vec<List>) -> Result<String, CommandError> {
        let as_of = self.review.as_of;
        let label = |key: &str| said(key, &[]);
        let mut facts = vec![(label("licrep_zone"), self.zone.name().to_owned())];
        if let Some(at) = as_of {
            facts.insert(0, (label("licrep_as_of"), self.zone.time(at)));
        }
        if let (Some(from), Some(to)) = (self.review.read_back_to, as_of) {
            facts.insert(
                0,
                (label("licrep_period"), format!("{} – {}", self.zone.day(from), self.zone.day(to))),
            );
        }
        let head = Head {
            title: label("view_licences"),
            subject: Some(self.client.clone()),
            facts,
            made: self.made,
            zone: self.zone,
            brand: self.brand.clone(),
        };
        render("licences.html", &head, &self.content(lists))
    }
}
