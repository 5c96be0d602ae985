//! A report on one client, of any kind, in any form.

use std::sync::Arc;

use super::document::Document;
use super::on_paper;
use super::page::{LONGEST, PREVIEW};
use crate::api::{
    ClientReportOf, CommandError, HandedOver, LicenceReportOf, Made, ReportFormat, ReportKind, ReportNames,
};
use crate::export::file_name;
use crate::{Code, Engine};

impl Engine {
    /// Writes a report on a client as a file.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `BAD_ARGUMENTS` for a zone or period that there is not or a form that the kind does not have,
    /// `DISK_FULL`, `FILE_READONLY`; for a check those of [`Engine::connection_recheck`].
    pub async fn client_report(self: &Arc<Self>, of: ClientReportOf) -> Result<HandedOver, CommandError> {
        let (name, bytes) = Box::pin(self.client_report_file(of)).await?;
        self.hand_over(&name, bytes).await
    }

    /// The page of a report, to be looked at before it is saved: the same figures as the file's, and of long lists their
    /// beginning.
    ///
    /// # Errors
    /// Those of [`Engine::client_report`].
    pub async fn client_report_page(self: &Arc<Self>, of: ClientReportOf) -> Result<Made, CommandError> {
        let of = ClientReportOf { format: ReportFormat::Html, ..of };
        let content = match of.kind {
            ReportKind::Licences => Box::pin(self.licence_report_page(licences(of)?)).await?,
            ReportKind::Coverage => {
                let most = entries(of.names, PREVIEW);
                Box::pin(self.coverage_document(&of, most)).await?.made_private().preview()?
            }
            ReportKind::Evidence => {
                let most = entries(of.names, PREVIEW);
                Box::pin(self.evidence_document(&of, most)).await?.made_private().preview()?
            }
            ReportKind::Check => {
                let (_, bytes) = Box::pin(self.check_report_file(of)).await?;
                String::from_utf8(bytes).map_err(|_| CommandError::new(Code::Internal))?
            }
        };
        Ok(Made { content })
    }

    /// The report as a name and bytes.
    ///
    /// # Errors
    /// Those of [`Engine::client_report`].
    pub async fn client_report_file(
        self: &Arc<Self>,
        of: ClientReportOf,
    ) -> Result<(String, Vec<u8>), CommandError> {
        let shown = match of.format {
            ReportFormat::Html | ReportFormat::Pdf => LONGEST,
            ReportFormat::Csv | ReportFormat::Json | ReportFormat::Xlsx | ReportFormat::Zip => usize::MAX,
        };
        let most = entries(of.names, shown);
        let document = match of.kind {
            ReportKind::Licences => return Box::pin(self.licence_report_file(licences(of)?)).await,
            ReportKind::Check => return Box::pin(self.check_report_file(of)).await,
            ReportKind::Coverage => Box::pin(self.coverage_document(&of, most)).await?,
            ReportKind::Evidence => Box::pin(self.evidence_document(&of, most)).await?,
        };
        let document = document.made_private();
        let bytes = match of.format {
            ReportFormat::Pdf => {
                on_paper(document.html()?, document.head.made, &document.head.brand, of.paper).await?
            }
            format => document.bytes(format)?,
        };
        let ending = of.format.extension();
        Ok((file_name(&document.client, of.kind.id(), document.head.made, ending), bytes))
    }
}

/// How many entries of a list are read, of which so many are shown. Pseudonyms are numbers among everybody's.
fn entries(names: ReportNames, shown: usize) -> usize {
    match names {
        ReportNames::Names => shown,
        ReportNames::Pseudonyms => usize::MAX,
        ReportNames::Counts => 0,
    }
}

impl Document {
    fn bytes(&self, format: ReportFormat) -> Result<Vec<u8>, CommandError> {
        let written = |bytes: std::io::Result<Vec<u8>>| bytes.map_err(|_| CommandError::new(Code::DiskFull));
        match format {
            ReportFormat::Html => Ok(self.html()?.into_bytes()),
            ReportFormat::Csv => written(self.csv()),
            ReportFormat::Json => self.json(),
            ReportFormat::Xlsx => written(self.xlsx()),
            ReportFormat::Zip if self.kind == ReportKind::Evidence => self.pack(),
            ReportFormat::Zip | ReportFormat::Pdf => Err(CommandError::new(Code::BadArguments)),
        }
    }
}

fn licences(of: ClientReportOf) -> Result<LicenceReportOf, CommandError> {
    if of.format == ReportFormat::Zip {
        return Err(CommandError::new(Code::BadArguments));
    }
    Ok(LicenceReportOf {
        client: of.client,
        scenario: of.scenario,
        format: of.format,
        names: of.names,
        prices: of.prices,
        msp: of.msp,
        time_zone: of.time_zone,
        paper: of.paper,
    })
}
