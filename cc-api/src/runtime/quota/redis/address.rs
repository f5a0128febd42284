//! The address of a Redis server, and TLS where it asks for that: what can't work is an error before anything is sent.
//!
//! With the feature `redis-rustls` an address may begin with `rediss://`. The TLS library is the one that calls go through,
//! with the provider of its cryptography that the process has chosen, or else the same as for calls. The server's certificate
//! is held against the machine's authorities, or against one that is handed in; that can't be switched off.

use redis::{Client, ConnectionAddr};

use super::super::store::StoreError;

/// A client of the server at this address; it connects to nobody yet.
pub(super) fn client(address: &str) -> Result<Client, StoreError> {
    let client = Client::open(address).map_err(|_| unusable(address))?;
    if let ConnectionAddr::TcpTls { insecure: true, .. } = client.get_connection_info().addr() {
        return Err(StoreError::new(
            "#insecure is not taken: leave it out, and hand in the authority of the server's certificate \
             with `RedisQuota::open_with_root_certificate`",
        ));
    }
    #[cfg(feature = "redis-rustls")]
    tls::prepare(&client)?;
    Ok(client)
}

/// Whether what goes to this address has to be encrypted.
fn asks_for_tls(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("rediss") || scheme.eq_ignore_ascii_case("valkeys")
}

/// Says what is wrong with an address, without it: it may hold a password.
fn unusable(address: &str) -> StoreError {
    if asks_for_tls(address) && cfg!(not(feature = "redis-rustls")) {
        return StoreError::new(
            "this build has no TLS for the address of a Redis server; switch on the feature `redis-rustls`",
        );
    }
    StoreError::new(
        "this is no address of a Redis server; it looks like redis://host:6379/0, or rediss://host:6379/0 with TLS",
    )
}

#[cfg(feature = "redis-rustls")]
pub(super) use tls::{client_with_root, failure};

#[cfg(feature = "redis-rustls")]
mod tls {
    use std::error::Error as _;
    use std::io;
    use std::sync::Arc;

    use redis::{Client, ConnectionAddr, RedisError, TlsCertificates};
    use rustls::crypto::{CryptoProvider, aws_lc_rs};
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, ServerName};

    use super::{StoreError, asks_for_tls};

    /// A client that trusts this authority, in PEM form, and no other.
    pub(in super::super) fn client_with_root(address: &str, pem: &[u8]) -> Result<Client, StoreError> {
        super::client(address)?;
        if !asks_for_tls(address) {
            return Err(StoreError::new(
                "a root certificate is of use with TLS only; let the address begin with rediss://",
            ));
        }
        let unfit = || StoreError::new("the root certificate is not in PEM form");
        if !CertificateDer::pem_slice_iter(pem).any(|certificate| certificate.is_ok()) {
            return Err(unfit());
        }
        let certificates = TlsCertificates { client_tls: None, root_cert: Some(pem.to_vec()) };
        Client::build_with_tls(address, certificates).map_err(|_| unfit())
    }

    /// What would only show when the server is connected to.
    pub(super) fn prepare(client: &Client) -> Result<(), StoreError> {
        let ConnectionAddr::TcpTls { host, .. } = client.get_connection_info().addr() else { return Ok(()) };
        if ServerName::try_from(host.as_str()).is_err() {
            return Err(StoreError::new("no certificate can name the host of this address"));
        }
        // The redis crate takes the process's provider; without one it would panic where two are compiled in.
        if CryptoProvider::get_default().is_none() {
            // Somebody else may have been faster, which is as good.
            drop(aws_lc_rs::default_provider().install_default());
        }
        Ok(())
    }

    /// Why TLS failed, if that was it.
    pub(in super::super) fn failure(error: &RedisError) -> Option<&'static str> {
        let cause = error.source()?.downcast_ref::<Arc<dyn std::error::Error + Send + Sync>>()?;
        match cause.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref::<rustls::Error>()? {
            rustls::Error::InvalidCertificate(_) => {
                Some("the Redis server's certificate is not one that is trusted for its name")
            }
            rustls::Error::InvalidMessage(_) => Some("the Redis server does not speak TLS at this port"),
            _ => Some("the Redis server and this client do not agree on TLS"),
        }
    }
}

#[cfg(all(test, not(feature = "redis-rustls")))]
mod tests {
    /// Nothing may go out in clear that was to be encrypted.
    #[test]
    fn an_address_with_tls_is_an_error_that_names_the_feature() {
        for address in ["rediss://:secret-word@127.0.0.1:6379/0", "REDISS://localhost#insecure"] {
            let error = super::client(address).unwrap_err().to_string();
            assert!(error.contains("switch on the feature `redis-rustls`"), "{error}");
            assert!(!error.contains("secret-word"), "{error}");
        }
    }
}
