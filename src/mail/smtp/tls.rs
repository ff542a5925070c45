//! TLS to an outbox server, always verified, and what of a certificate that is not good enough a person can understand.

use super::certificate::Certificate;
use super::trouble::words;
use super::wire::Stream;
use crate::trust;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    CertificateError as Wrong, ClientConfig, DigitallySignedStruct, Error, ProtocolVersion, RootCertStore, SignatureScheme,
};

/// Who decides on certificates.
pub(super) type Verifier = Arc<dyn ServerCertVerifier>;

/// Reads what every other connection of this program trusts. Takes a moment: to be done while something else is waited for.
pub(super) fn verifier() -> io::Result<Verifier> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    if let Some(pem) = trust::bundle() {
        roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok));
    }
    if roots.is_empty() {
        return Ok(Arc::new(rustls_platform_verifier::Verifier::new(provider).map_err(io::Error::other)?));
    }
    let built = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
    built.map(|verifier| verifier as Verifier).map_err(io::Error::other)
}

/// Leaves every decision to another one, and remembers the server's certificate.
#[derive(Debug)]
struct Remembering {
    verifier: Verifier,
    seen: Mutex<Option<Certificate>>,
}

impl Remembering {
    fn seen(&self) -> Option<Certificate> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ServerCertVerifier for Remembering {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Certificate::read(end_entity);
        self.verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// Why a connection could not be encrypted.
#[derive(Debug)]
pub(super) struct Failed {
    /// The class.
    pub(super) class: &'static str,
    /// What happened.
    pub(super) words: String,
    /// Of a certificate that is not trusted, or for another host: the hosts it names.
    pub(super) names: Vec<String>,
}

impl Failed {
    fn new(class: &'static str, words: impl Into<String>) -> Self {
        Self { class, words: words.into(), names: Vec::new() }
    }

    /// Whether this came from a server that speaks TLS.
    pub(super) fn speaks_tls(&self) -> bool {
        self.class.starts_with("tls_cert")
    }
}

/// Encrypts `stream` to `host`; and says how, for a person.
pub(super) async fn encrypt(
    verifier: Verifier,
    host: &str,
    stream: Box<dyn Stream>,
    limit: Duration,
) -> Result<(Box<dyn Stream>, String), Failed> {
    let unprepared = |e: &dyn std::fmt::Display| Failed::new("tls_failed", format!("preparing TLS: {e}"));
    let name = ServerName::try_from(host.to_owned()).map_err(|e| unprepared(&e))?;
    let remembering = Arc::new(Remembering { verifier, seen: Mutex::default() });
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| unprepared(&e))?
        // Nothing becomes less strict by it: it only looks on.
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&remembering) as Verifier)
        .with_no_client_auth();
    let stream = Opening { stream, first: Vec::new() };
    let handshake = TlsConnector::from(Arc::new(config)).connect(name, stream).into_fallible();
    match timeout(limit, handshake).await {
        Ok(Ok(stream)) => {
            let version = match stream.get_ref().1.protocol_version() {
                Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
                Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
                _ => "TLS",
            };
            let detail = remembering.seen().map_or_else(
                || version.to_owned(),
                |seen| format!("{version}, certificate for {}, valid until {}", seen.hosts(), seen.until),
            );
            Ok((Box::new(stream), detail))
        }
        Ok(Err((error, opening))) => Err(failed(&error, &opening.first, remembering.seen())),
        Err(_) => Err(Failed::new("connect_timeout", format!("no answer within {}", words(limit)))),
    }
}

fn failed(error: &io::Error, first: &[u8], seen: Option<Certificate>) -> Failed {
    let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return Failed::new("connection_lost", "the server closed the connection in the middle of the handshake");
    };
    match (tls, first) {
        (Error::InvalidCertificate(wrong), _) => certificate(wrong, seen.unwrap_or_default()),
        // What a server says that greets: 220, 421, 554.
        (_, [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9', ..]) => {
            Failed::new("wrong_security", "the server speaks without TLS at first: this port wants the other security, starttls")
        }
        (Error::InvalidMessage(_), [first, ..]) if !(0x14..=0x17).contains(first) => {
            Failed::new("not_smtp", "what answers there speaks no TLS, and is no mail server")
        }
        _ => Failed::new("tls_failed", format!("the handshake broke: {tls}")),
    }
}

fn certificate(wrong: &Wrong, seen: Certificate) -> Failed {
    let hosts = seen.hosts();
    let (class, why) = match wrong {
        Wrong::Expired | Wrong::ExpiredContext { .. } => ("tls_cert_expired", format!("has expired, on {}", seen.until)),
        Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => {
            ("tls_cert_expired", format!("is not valid yet, only from {} on", seen.from))
        }
        Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => {
            ("tls_cert_mismatch", format!("is for another host: {hosts}"))
        }
        Wrong::UnknownIssuer => (
            "tls_cert_untrusted",
            format!("comes from an authority that is not trusted (it is for {hosts}, until {})", seen.until),
        ),
        other => ("tls_cert_untrusted", format!("is not one that can be trusted: {other}")),
    };
    let names = if class == "tls_cert_expired" { Vec::new() } else { seen.names };
    Failed { class, words: format!("the server's certificate {why}"), names }
}

/// A connection that remembers the first bytes that came: they tell who speaks no TLS.
struct Opening {
    stream: Box<dyn Stream>,
    first: Vec<u8>,
}

impl AsyncRead for Opening {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if self.first.is_empty() {
            self.first.extend(buffer.filled()[before..].iter().take(4));
        }
        read
    }
}

impl AsyncWrite for Opening {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
