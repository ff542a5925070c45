//! Which certificates a request trusts.

use crate::trust;
use reqwest::{Certificate, ClientBuilder};

/// Trusts what the system trusts.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured. Systems without a bundle file, or with one that does not parse, are left
/// to the platform verifier.
pub(in crate::client) fn system(builder: ClientBuilder) -> ClientBuilder {
    let parsed = trust::bundle().and_then(|pem| Certificate::from_pem_bundle(&pem).ok());
    match parsed.filter(|certificates| !certificates.is_empty()) {
        Some(certificates) => builder.tls_certs_only(certificates),
        None => builder,
    }
}

/// Trusts no one: for plain http, where no certificate is ever checked, so that none is read.
pub(super) fn none(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_certs_only([])
}
