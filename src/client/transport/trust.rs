//! Which certificates are trusted: the system's, read as cheaply as can be.
//!
//! The platform verifier reads the bundle file *and* every file of the certificate folder, which is most of the time of a
//! short https command. Where a bundle file is installed, it holds the same certificates, and it alone is read.

use reqwest::{Certificate, ClientBuilder};

/// Trusts what the system trusts.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured. Systems without a bundle file, or with one that does not parse, are left
/// to the platform verifier.
pub(super) fn system(builder: ClientBuilder) -> ClientBuilder {
    match bundle() {
        Some(certificates) => builder.tls_certs_only(certificates),
        None => builder,
    }
}

/// Trusts no one: for plain http, where no certificate is ever checked, so that none is read.
pub(super) fn none(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_certs_only([])
}

#[cfg(all(unix, not(target_vendor = "apple")))]
fn bundle() -> Option<Vec<Certificate>> {
    if std::env::var_os("SSL_CERT_DIR").is_some() {
        return None;
    }
    let pem = std::fs::read(openssl_probe::probe().cert_file?).ok()?;
    Certificate::from_pem_bundle(&pem).ok().filter(|certificates| !certificates.is_empty())
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn bundle() -> Option<Vec<Certificate>> {
    None
}
