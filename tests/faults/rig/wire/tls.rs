//! Certificates: one authority a process, that clients of the rig trust, and servers whose certificates have a flaw.

use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::list::Cert;

/// The name of the host, which only the rig's resolver knows.
pub(crate) const HOST: &str = "api.test.example";

/// Who vouches for certificates.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// The certificate that clients of the rig trust, as PEM.
pub(crate) fn root() -> String {
    authority().certificate.pem()
}

/// How a server presents itself.
pub(crate) fn server(flaw: Option<Cert>, protocol: &[u8]) -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key");
    let host = if flaw == Some(Cert::WrongHost) { "other.test.example" } else { HOST };
    let mut params = CertificateParams::new(vec![host.to_owned()]).expect("a name");
    params.distinguished_name.push(DnType::CommonName, host);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let (from, until) = match flaw {
        Some(Cert::Expired) => (2001, 2002),
        Some(Cert::NotYetValid) => (2098, 2099),
        _ => (2001, 2099),
    };
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
    let certificate = match flaw {
        Some(Cert::SelfSigned) => params.self_signed(&key),
        Some(Cert::UnknownCa) => params.signed_by(&key, &Authority::new("somebody unknown").issuer),
        _ => params.signed_by(&key, &authority().issuer),
    };
    let certificate = certificate.expect("a certificate").der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate that fits its key");
    config.alpn_protocols = vec![protocol.to_vec()];
    Arc::new(config)
}

/// The first message of a server that knows nothing newer than TLS 1.1.
pub(crate) fn old_server_hello() -> Vec<u8> {
    let mut hello = vec![0x16, 0x03, 0x02, 0x00, 0x2a, 0x02, 0x00, 0x00, 0x26, 0x03, 0x02];
    hello.extend([7; 32]);
    hello.extend([0x00, 0x00, 0x2f, 0x00]);
    hello
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no name");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).expect("a certificate");
        Self { certificate, issuer: Issuer::new(params, key) }
    }
}

fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| Authority::new("the rig's own"))
}
