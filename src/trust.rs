//! Which certificates are trusted: the system's, read as cheaply as can be.
//!
//! The platform verifier reads the bundle file *and* every file of the certificate folder, which is most of the time of a
//! short https command. Where a bundle file is installed, it holds the same certificates, and it alone is read.

/// The system's bundle of trusted authorities (PEM), or the one that `SSL_CERT_FILE` names; `None` where there is none, or where
/// `SSL_CERT_DIR` is set: then the platform verifier is to be asked, which honours both.
#[cfg(all(unix, not(target_vendor = "apple")))]
#[must_use]
pub fn bundle() -> Option<Vec<u8>> {
    if std::env::var_os("SSL_CERT_DIR").is_some() {
        return None;
    }
    std::fs::read(openssl_probe::probe().cert_file?).ok()
}

/// Elsewhere there is no bundle file.
#[cfg(not(all(unix, not(target_vendor = "apple"))))]
#[must_use]
pub fn bundle() -> Option<Vec<u8>> {
    None
}
