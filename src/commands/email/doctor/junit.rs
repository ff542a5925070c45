//! The findings as JUnit XML, for a pipeline: a test suite for each channel, a test case for each finding.

use super::row::{Finding, Report, Severity};
use crate::error::{Error, Result};
use crate::files::sync_folder;
use crate::profile::quoted;
use crate::ui::is_unsafe;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::fs::{File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// The most links that are followed.
const LINKS: usize = 40;
/// The device that forgets: rows and XML may both go there.
const NOWHERE: &str = "/dev/null";

/// A file that takes the place of another when it is whole.
pub(super) struct Sheet {
    path: PathBuf,
    /// `None`: what is there is no file (a device, a pipe) and is written as it is.
    file: Option<NamedTempFile>,
}

impl Sheet {
    /// Makes sure, before anything is asked, that the file can be written.
    ///
    /// # Errors
    /// [`Usage`](crate::error::Kind::Usage) for what is standard output, a folder or a pipe, and when there is no such folder; when the
    /// folder cannot be written.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let refused = |why: String| Error::usage(format!("--junit: {why}"));
        if path == Path::new("-") {
            return Err(refused("standard output is for the rows; name a file".into()));
        }
        // What a link leads to is replaced, not the link.
        let target = end_of(path).map_err(|e| failed(path, &e))?;
        let is_folder = path.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
        let found = target.metadata().ok();
        if is_folder || found.as_ref().is_some_and(Metadata::is_dir) {
            return Err(refused(format!("{} names a folder; name a file", path.display())));
        }
        if found.as_ref().is_some_and(|found| is_standard_output(found) && target != Path::new(NOWHERE)) {
            return Err(refused(format!("{} is standard output, which is for the rows; name a file", path.display())));
        }
        match &found {
            Some(found) if is_device(found) => return Ok(Self { path: target, file: None }),
            // Nobody may ever read from a pipe.
            Some(found) if !found.is_file() => return Err(refused(format!("{} is no file", path.display()))),
            _ => {}
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let hint = format!("make it first: mkdir -p {}", quoted(&folder.to_string_lossy()));
            return Err(refused(format!("there is no folder {}", folder.display())).with_hint(hint));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".qontak-").suffix(".tmp");
        #[cfg(unix)]
        // A report is for others too, as far as the umask lets them.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // The name of the file beside it is nobody's business.
        let file = builder.tempfile_in(folder).map_err(|e| failed(path, &io::Error::from(e.kind())))?;
        if let Some(found) = found {
            file.as_file().set_permissions(found.permissions()).map_err(|e| failed(path, &e))?;
        }
        Ok(Self { path: target, file: Some(file) })
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written. What was there before is there still.
    pub(super) async fn write(self, reports: &[Report], at: Timestamp) -> Result<()> {
        let path = self.path.clone();
        let result = match xml(reports, at) {
            // A device may take its time, and nobody must wait for it who wants to end the program.
            Ok(bytes) => tokio::task::spawn_blocking(move || self.put(&bytes)).await.map_err(io::Error::other).flatten(),
            Err(error) => Err(error),
        };
        result.map_err(|e| failed(&path, &e))
    }

    fn put(self, bytes: &[u8]) -> io::Result<()> {
        let Some(mut file) = self.file else { return File::options().write(true).open(&self.path)?.write_all(bytes) };
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|e| e.error)?;
        sync_folder(self.path.parent().unwrap_or(Path::new(".")));
        Ok(())
    }
}

/// Where a path leads, also when nothing is there yet.
fn end_of(path: &Path) -> io::Result<PathBuf> {
    let mut end = path.to_owned();
    for _ in 0..LINKS {
        match std::fs::read_link(&end) {
            Ok(to) => end = end.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(end),
        }
    }
    Err(io::Error::other("too many links lead to each other"))
}

#[cfg(unix)]
fn is_device(found: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_char_device(&found.file_type())
}

#[cfg(not(unix))]
const fn is_device(_: &Metadata) -> bool {
    false
}

/// Whether it is the file that the rows go to, whatever its name.
#[cfg(unix)]
fn is_standard_output(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/dev/stdout").is_ok_and(|out| (out.dev(), out.ino()) == (found.dev(), found.ino()))
}

#[cfg(not(unix))]
const fn is_standard_output(_: &Metadata) -> bool {
    false
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::unexpected(format_args!("writing {}", path.display()), error)
}

fn xml(reports: &[Report], at: Timestamp) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || reports.iter().flat_map(|report| &report.findings);
    let (tests, failures) = (all().count(), reports.iter().map(|r| r.count(Severity::Error)).sum::<usize>());
    let suites = writer
        .create_element("testsuites")
        .with_attribute(("name", "qontak email doctor"))
        .with_attribute(("tests", tests.to_string().as_str()))
        .with_attribute(("failures", failures.to_string().as_str()))
        .with_attribute(("time", seconds(all()).as_str()));
    suites.write_inner_content(|writer| reports.iter().try_for_each(|report| suite(writer, report, at)))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn suite(writer: &mut Writer<Vec<u8>>, report: &Report, at: Timestamp) -> io::Result<()> {
    let address = plain(&report.channel.address);
    // The format has no zone: UTC, to the second.
    let at = at.to_string();
    let element = writer
        .create_element("testsuite")
        .with_attribute(("name", address.as_str()))
        .with_attribute(("id", plain(&report.channel.id).as_str()))
        .with_attribute(("tests", report.findings.len().to_string().as_str()))
        .with_attribute(("failures", report.count(Severity::Error).to_string().as_str()))
        .with_attribute(("errors", "0"))
        .with_attribute(("skipped", "0"))
        .with_attribute(("timestamp", at.get(..19).unwrap_or(&at)))
        .with_attribute(("time", seconds(report.findings.iter()).as_str()));
    element.write_inner_content(|writer| report.findings.iter().try_for_each(|finding| case(writer, &address, finding)))?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, address: &str, finding: &Finding) -> io::Result<()> {
    let element = writer
        .create_element("testcase")
        .with_attribute(("classname", address))
        .with_attribute(("name", finding.check))
        .with_attribute(("time", seconds(std::iter::once(finding)).as_str()));
    let words = plain(&words(finding));
    match finding.severity {
        Severity::Ok => element.write_empty()?,
        Severity::Error => element.write_inner_content(|writer| {
            let failure = writer.create_element("failure").with_attribute(("message", plain(&finding.text).as_str()));
            failure.with_attribute(("type", finding.class.unwrap_or_default())).write_text_content(BytesText::new(&words))?;
            Ok(())
        })?,
        Severity::Info | Severity::Warning => element.write_inner_content(|writer| {
            writer.create_element("system-out").write_text_content(BytesText::new(&words))?;
            Ok(())
        })?,
    };
    Ok(())
}

/// Everything a finding says.
fn words(finding: &Finding) -> String {
    let mut words = format!("{}: {}", finding.severity.as_str(), finding.text);
    for more in [&finding.remedy, &finding.page].into_iter().flatten() {
        words.push(' ');
        words.push_str(more);
    }
    words
}

fn seconds<'a>(findings: impl Iterator<Item = &'a Finding>) -> String {
    let total: Duration = findings.map(|finding| finding.elapsed).sum();
    format!("{:.3}", total.as_secs_f64())
}

/// Without what XML cannot hold, and what a terminal would obey when somebody looks at the file.
fn plain(text: &str) -> String {
    let harmless = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.is_control() || is_unsafe(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        c => c,
    };
    text.chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{Channel, ChannelKind};
    use proptest::prelude::*;

    fn report(address: &str, text: &str) -> Report {
        let finding = |severity| Finding { severity, ..Finding::error("spf", "spf_broken", text).remedy(text).page(Some(text)) };
        let channel = Channel {
            id: address.into(),
            address: address.into(),
            smtp_username: None,
            smtp_host: None,
            smtp_port: None,
            security: None,
            kind: ChannelKind::Smtp,
            forwarder: None,
            active: None,
            organization_id: None,
            created_at: None,
        };
        Report { channel, findings: vec![finding(Severity::Error), finding(Severity::Warning), finding(Severity::Ok)] }
    }

    proptest! {
        #[test]
        fn any_text_becomes_xml(address in any::<String>(), text in "(\\PC|[\u{0}-\u{20}<>&\"'\\]\u{fffe}\u{ffff}\u{85}]){0,40}") {
            let bytes = xml(&[report(&address, &text)], Timestamp::UNIX_EPOCH).map_err(|e| TestCaseError::fail(e.to_string()))?;
            let written = String::from_utf8(bytes).map_err(|e| TestCaseError::fail(e.to_string()))?;
            let wrong = |c: char| c != '\n' && (c.is_control() || is_unsafe(c) || c == '\u{ffff}');
            prop_assert!(!written.contains(wrong));
            let (mut reader, mut failures) = (quick_xml::Reader::from_str(&written), 0);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event().map_err(|e| TestCaseError::fail(e.to_string()))? {
                    Event::Start(element) => failures += usize::from(element.name().as_ref() == "failure"),
                    Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(failures, 1);
        }
    }
}
