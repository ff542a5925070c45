//! The server's side of TLS.

use crate::error::{Error, Result};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate and its key, ready to serve HTTPS.
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl Tls {
    /// Reads a certificate chain and its private key, both PEM.
    ///
    /// # Errors
    /// When a file cannot be read, holds something else, or the two do not belong together.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self> {
        let about = |file: &Path, e: &dyn std::fmt::Display| Error::unexpected(format_args!("{}", file.display()), e);
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|e| about(certificate, &e))?;
        if chain.is_empty() {
            return Err(about(certificate, &"holds no certificate in PEM form"));
        }
        let private = PrivateKeyDer::from_pem_file(key).map_err(|e| about(key, &e))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| Error::unexpected("TLS", e))?
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .map_err(|e| about(certificate, &e))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }

    pub(super) const fn acceptor(&self) -> &TlsAcceptor {
        &self.0
    }

    /// The same for STARTTLS: no protocol is negotiated there, and one that a client names is not held against it.
    pub(super) fn for_smtp(&self) -> TlsAcceptor {
        let mut config = ServerConfig::clone(self.0.config());
        config.alpn_protocols.clear();
        TlsAcceptor::from(Arc::new(config))
    }
}
