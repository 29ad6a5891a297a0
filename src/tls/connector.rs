//! [`Connector`]: what the settings of TLS come to, made once for each client.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use native_tls::{Certificate, Protocol, TlsConnector};
use zeroize::Zeroizing;

use crate::config::{Address, Authorities, Config, Identity, Tls, TlsVersion};
use crate::error::{Error, Result};

use super::Greeting;

/// How the files in a folder of authorities end.
const ENDINGS: [&str; 13] = [
    "pem", "crt", "cer", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
];

/// Makes encrypted connections. The system's authorities are many, and read once.
#[derive(Debug)]
pub(crate) struct Connector(OnceLock<TlsConnector>);

impl Connector {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Begins to talk to the server at the address, if that is to be encrypted.
    ///
    /// # Errors
    /// A file that can't be read, or holds something else than it should.
    pub(crate) fn greet(&self, config: &Config, address: &Address) -> Result<Option<Greeting>> {
        let Some(tls) = &config.tls else {
            return Ok(None);
        };
        let connector = match self.0.get() {
            Some(connector) => connector,
            None => {
                let made = connector(tls)?;
                self.0.get_or_init(|| made)
            }
        };
        let name = match (&tls.server_name, address) {
            (Some(name), _) => name,
            (None, Address::Tcp { host, .. }) => host,
            (None, Address::Unix(_)) => Address::DEFAULT_HOST,
        };
        Greeting::new(connector, name).map(Some)
    }
}

fn connector(tls: &Tls) -> Result<TlsConnector> {
    let mut builder = TlsConnector::builder();
    builder
        .disable_built_in_roots(tls.only_these_authorities)
        .danger_accept_invalid_certs(tls.accepts_invalid_certs)
        .danger_accept_invalid_hostnames(
            tls.accepts_invalid_certs || tls.accepts_invalid_hostnames,
        );
    for authorities in &tls.authorities {
        for certificate in certificates(authorities)? {
            builder.add_root_certificate(certificate);
        }
    }
    if let Some(identity) = identity(tls)? {
        builder.identity(identity);
    }
    if let Some(version) = tls.min_version {
        builder.min_protocol_version(Some(protocol(version)));
    }
    builder
        .build()
        .map_err(|error| unusable("the TLS settings can't be used", error))
}

const fn protocol(version: TlsVersion) -> Protocol {
    match version {
        TlsVersion::Tls10 => Protocol::Tlsv10,
        TlsVersion::Tls11 => Protocol::Tlsv11,
        TlsVersion::Tls12 => Protocol::Tlsv12,
        TlsVersion::Tls13 => Protocol::Tlsv13,
    }
}

fn certificates(authorities: &Authorities) -> Result<Vec<Certificate>> {
    match authorities {
        Authorities::Pem(pem) => stack(pem, "ssl_ca_data"),
        Authorities::File(path) => stack(&read(path, "ssl_ca_certs")?, "ssl_ca_certs"),
        Authorities::Folder(folder) => {
            let unreadable = |error| unusable("the folder of ssl_ca_path can't be read", error);
            let mut found = Vec::new();
            for entry in fs::read_dir(folder).map_err(unreadable)? {
                let path = entry.map_err(unreadable)?.path();
                let ending = path.extension().and_then(|ending| ending.to_str());
                if ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
                    found.extend(stack(&read(&path, "ssl_ca_path")?, "ssl_ca_path")?);
                }
            }
            match found.is_empty() {
                true => Err(Error::config(
                    "the folder of ssl_ca_path holds no certificates",
                )),
                false => Ok(found),
            }
        }
    }
}

/// All certificates of a PEM text, of which there must be some.
fn stack(pem: &[u8], option: &str) -> Result<Vec<Certificate>> {
    let what = || format!("{option} holds no certificates in PEM");
    let found = Certificate::stack_from_pem(pem).map_err(|error| unusable(what(), error))?;
    match found.is_empty() {
        true => Err(Error::config(what())),
        false => Ok(found),
    }
}

fn identity(tls: &Tls) -> Result<Option<native_tls::Identity>> {
    let password = tls
        .key_password
        .as_ref()
        .map(|password| password.reveal().as_str());
    let made = match &tls.identity {
        Identity::None => return Ok(None),
        Identity::Files {
            certificate: Some(certificate),
            key,
        } => {
            // One file may hold both.
            let certificate = Zeroizing::new(read(certificate, "ssl_certfile")?);
            let key = match key {
                Some(key) => &Zeroizing::new(read(key, "ssl_keyfile")?),
                None => &certificate,
            };
            from_pem(&certificate, key, password)
        }
        Identity::Files {
            certificate: None, ..
        } => return Err(Error::config("ssl_keyfile needs ssl_certfile")),
        Identity::Pem { certificate, key } => from_pem(certificate, key.reveal(), password),
        Identity::Pkcs12(der) => from_pkcs12(der.reveal(), password),
        Identity::Pkcs12File(path) => {
            let der = Zeroizing::new(read(path, "pkcs12")?);
            from_pkcs12(&der, password)
        }
    };
    made.map(Some)
}

fn from_pkcs12(der: &[u8], password: Option<&str>) -> Result<native_tls::Identity> {
    native_tls::Identity::from_pkcs12(der, password.unwrap_or_default()).map_err(|error| {
        unusable(
            "the PKCS#12 file can't be used, or needs another password",
            error,
        )
    })
}

fn from_pem(
    certificate: &[u8],
    key: &[u8],
    password: Option<&str>,
) -> Result<native_tls::Identity> {
    let key = plain_key(key, password)?;
    native_tls::Identity::from_pkcs8(certificate, &key)
        .map_err(|error| unusable("the client's certificate or its key can't be used", error))
}

/// The key as the TLS library wants it: PKCS#8, not encrypted. OpenSSL reads whatever form it is in.
#[cfg(not(any(windows, target_vendor = "apple")))]
fn plain_key(pem: &[u8], password: Option<&str>) -> Result<Zeroizing<Vec<u8>>> {
    let password = password.unwrap_or_default().as_bytes();
    // Without a password, even an empty one, OpenSSL would ask for it at the terminal.
    let key = openssl::pkey::PKey::private_key_from_pem_passphrase(pem, password);
    key.and_then(|key| key.private_key_to_pem_pkcs8())
        .map(Zeroizing::new)
        .map_err(|error| {
            unusable(
                "the client's key can't be read, or needs another password",
                error,
            )
        })
}

#[cfg(any(windows, target_vendor = "apple"))]
fn plain_key(pem: &[u8], password: Option<&str>) -> Result<Zeroizing<Vec<u8>>> {
    match password {
        None => Ok(Zeroizing::new(pem.to_vec())),
        Some(_) => Err(Error::config(
            "a key with a password must be in PKCS#12 here: this system's TLS takes no encrypted PEM",
        )),
    }
}

/// A file's bytes. The error names the option and the file.
fn read(path: &Path, option: &str) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| {
        Error::config(format!(
            "{option}: {} can't be read: {error}",
            path.display()
        ))
        .with_source(error)
    })
}

fn unusable(
    what: impl Into<String>,
    error: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    Error::config(format!("{}: {error}", what.into())).with_source(error)
}
