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

use self::people::People;
use super::rows::said;
use crate::api::{
    ClientRef, CommandError, DataSetStatus, Figure, HandedOver, LicenceReportOf, LicenceReview,
    LicenceReviewOf, ReportFormat,
};
use crate::export::file_name;
use crate::report::{Brand, Head, render};
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
    pub async fn licence_report_file(
        self: &Arc<Self>,
        of: LicenceReportOf,
    ) -> Result<(String, Vec<u8>), CommandError> {
        let connection = self.connection(&of.client).await?;
        let asked = LicenceReviewOf { client: of.client.clone(), scenario: of.scenario.clone() };
        let review = self.licence_review(asked).await?;
        let sets = self.sync_status(ClientRef { client: of.client.clone() }).await?.data_sets;
        let readable = matches!(review.billable, Figure::Value(_));
        let rows = if readable { self.candidates(&of.client, &of.scenario).await? } else { Vec::new() };
        let now = self.ports.clock.utc();
        let gaps = self.read(&of.client, |db| db.gaps_of(DataSet::SignIns)).await?;
        let report = Report {
            gaps: gaps.into_iter().filter(|gap| gap.closed_at.is_none()).collect(),
            client: &connection.name,
            review: &review,
            of: &of,
            people: People::of(&rows, of.names),
            zone: self.zone_of(&of.client, of.time_zone.as_deref()).await?,
            brand: self.brand().await?,
        };
        let (extension, bytes) = match of.format {
            ReportFormat::Html => ("html", report.html(&rows, &sets, now)?.into_bytes()),
            ReportFormat::Csv => ("csv", report.csv(&rows).map_err(|_| CommandError::new(Code::DiskFull))?),
            ReportFormat::Json => ("json", report.json(&rows, &sets)?),
            ReportFormat::Zip => return Err(CommandError::new(Code::BadArguments)),
            ReportFormat::Xlsx => {
                let duplicates = self.licence_duplicates(ClientRef { client: of.client.clone() }).await?;
                let bytes = report.xlsx(&rows, &sets, &duplicates);
                ("xlsx", bytes.map_err(|_| CommandError::new(Code::DiskFull))?)
            }
        };
        Ok((file_name(&connection.name, "licence-review", now, extension), bytes))
    }
}

/// A review on its way into a file.
struct Report<'a> {
    /// Stretches of the sign-in log in which events are missing.
    gaps: Vec<LogGap>,
    client: &'a str,
    review: &'a LicenceReview,
    of: &'a LicenceReportOf,
    people: People,
    zone: Zone,
    brand: Brand,
}

impl Report<'_> {
    fn html(&self, rows: &[Row], sets: &[DataSetStatus], now: DateTime<Utc>) -> Result<String, CommandError> {
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
            subject: Some(self.client.to_owned()),
            facts,
            made: now,
            zone: self.zone,
            brand: self.brand.clone(),
        };
        render("licences.html", &head, &self.content(rows, sets))
    }
}
