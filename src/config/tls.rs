//! [`Tls`]: whom a client trusts, and who it is itself, on an encrypted connection.

use std::path::PathBuf;

use super::Secret;

/// How the connections of `rediss://` are encrypted: whom the client trusts, and who it is itself.
///
/// Without any of the options the server's certificate must come from an authority that the system trusts, must
/// not have expired, and must name the host that was connected to. Files are read when the first connection is made,
/// once for each client.
///
/// ```
/// # use redial::{Config, Tls, TlsVersion};
/// let tls = Tls::new()
///     .ca_certs("/etc/redis/ca.pem")
///     .client_certificate("/etc/redis/client.pem", "/etc/redis/client.key")
///     .min_version(TlsVersion::Tls12);
/// let config = Config::new().host("db.example").port(6380).tls(tls);
/// // The same in a URL:
/// let url = "rediss://db.example:6380?ssl_ca_certs=/etc/redis/ca.pem\
///            &ssl_certfile=/etc/redis/client.pem&ssl_keyfile=/etc/redis/client.key&ssl_min_version=TLSv1.2";
/// assert_eq!(format!("{:?}", config), format!("{:?}", Config::from_url(url)?));
/// # Ok::<(), redial::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Tls {
    pub(crate) authorities: Vec<Authorities>,
    pub(crate) only_these_authorities: bool,
    pub(crate) identity: Identity,
    pub(crate) key_password: Option<Secret>,
    pub(crate) server_name: Option<String>,
    pub(crate) min_version: Option<TlsVersion>,
    pub(crate) accepts_invalid_certs: bool,
    pub(crate) accepts_invalid_hostnames: bool,
}

/// Certificates of authorities, and where they are.
#[derive(Clone, Debug)]
pub(crate) enum Authorities {
    File(PathBuf),
    Folder(PathBuf),
    Pem(Vec<u8>),
}

/// Where the client's certificate and its key are.
#[derive(Clone, Debug, Default)]
pub(crate) enum Identity {
    #[default]
    None,
    /// A certificate, and its key if that is in another file.
    Files {
        certificate: Option<PathBuf>,
        key: Option<PathBuf>,
    },
    Pem {
        certificate: Vec<u8>,
        key: Secret<Vec<u8>>,
    },
    Pkcs12File(PathBuf),
    Pkcs12(Secret<Vec<u8>>),
}

/// A version of TLS: for [`Tls::min_version`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.0, out of use since 2021 (RFC 8996).
    Tls10,
    /// TLS 1.1, out of use since 2021 (RFC 8996).
    Tls11,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3.
    Tls13,
}

impl Tls {
    /// Trusts the system's authorities, shows no certificate of the client's own, and checks everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the authorities in a PEM file as well; there may be many in it (redis-py: `ssl_ca_certs`).
    pub fn ca_certs(self, file: impl Into<PathBuf>) -> Self {
        self.authority(Authorities::File(file.into()))
    }

    /// Trusts the authorities in the PEM files of a folder as well: those that end in `.pem`, `.crt` or `.cer`, or in
    /// `.0` to `.9` as OpenSSL's `rehash` names them (redis-py: `ssl_ca_path`).
    pub fn ca_path(self, folder: impl Into<PathBuf>) -> Self {
        self.authority(Authorities::Folder(folder.into()))
    }

    /// Trusts the authorities in a PEM text as well (redis-py: `ssl_ca_data`).
    pub fn ca_data(self, pem: impl Into<Vec<u8>>) -> Self {
        self.authority(Authorities::Pem(pem.into()))
    }

    fn authority(mut self, authorities: Authorities) -> Self {
        self.authorities.push(authorities);
        self
    }

    /// Trusts only the authorities that are named here, and not those of the system (default: both).
    pub fn only_these_authorities(mut self) -> Self {
        self.only_these_authorities = true;
        self
    }

    /// The client's own certificate, followed by its intermediate certificates, and its key: files in PEM (redis-py:
    /// `ssl_certfile`, `ssl_keyfile`; default: none).
    pub fn client_certificate(
        mut self,
        certificate: impl Into<PathBuf>,
        key: impl Into<PathBuf>,
    ) -> Self {
        self.identity = Identity::Files {
            certificate: Some(certificate.into()),
            key: Some(key.into()),
        };
        self
    }

    /// The client's own certificate and its key, as PEM texts instead of files.
    pub fn client_certificate_data(
        mut self,
        certificate: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.identity = Identity::Pem {
            certificate: certificate.into(),
            key: Secret::new(key.into()),
        };
        self
    }

    /// The client's own certificate and its key in one file, PKCS#12, often called `.p12` or `.pfx`.
    pub fn pkcs12(mut self, file: impl Into<PathBuf>) -> Self {
        self.identity = Identity::Pkcs12File(file.into());
        self
    }

    /// The client's own certificate and its key, as the bytes of a PKCS#12 file.
    pub fn pkcs12_data(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.identity = Identity::Pkcs12(Secret::new(der.into()));
        self
    }

    /// What the key, or the PKCS#12 file, is encrypted with (redis-py: `ssl_password`; default: nothing). Where the
    /// system's own TLS is used instead of OpenSSL (Windows and macOS), only PKCS#12 can be encrypted.
    pub fn key_password(mut self, password: impl Into<String>) -> Self {
        self.key_password = Some(Secret::new(password.into()));
        self
    }

    /// The name that the server's certificate must bear, and that the server is asked for (default: the host that is
    /// connected to; `localhost` for a Unix socket).
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.server_name = Some(name.into());
        self
    }

    /// The oldest version that will do (redis-py: `ssl_min_version`; default: what the system's library thinks safe).
    pub fn min_version(mut self, version: TlsVersion) -> Self {
        self.min_version = Some(version);
        self
    }

    /// Takes any certificate, so that whoever sits between the client and the server can pass for the server, and read
    /// and change everything (redis-py: `ssl_cert_reqs="none"`; default: certificates are checked).
    pub fn danger_accept_invalid_certs(mut self) -> Self {
        self.accepts_invalid_certs = true;
        self
    }

    /// Takes any certificate of an authority that is trusted, whatever host it names (redis-py:
    /// `ssl_check_hostname=False`; default: the name is checked).
    pub fn danger_accept_invalid_hostnames(mut self) -> Self {
        self.accepts_invalid_hostnames = true;
        self
    }

    /// Puts the file of the certificate beside that of its key.
    pub(super) fn certfile(mut self, file: PathBuf) -> Self {
        self.identity = Identity::Files {
            certificate: Some(file),
            key: self.identity.into_keyfile(),
        };
        self
    }

    /// Puts the file of the key beside that of its certificate.
    pub(super) fn keyfile(mut self, file: PathBuf) -> Self {
        self.identity = Identity::Files {
            certificate: self.identity.into_certfile(),
            key: Some(file),
        };
        self
    }
}

impl Identity {
    fn into_keyfile(self) -> Option<PathBuf> {
        match self {
            Self::Files { key, .. } => key,
            _ => None,
        }
    }

    fn into_certfile(self) -> Option<PathBuf> {
        match self {
            Self::Files { certificate, .. } => certificate,
            _ => None,
        }
    }
}

impl TlsVersion {
    /// As redis-py's users write it: `TLSv1.2`, `1.2`, `TLSv1_2`, or the number of Python's `ssl.TLSVersion`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase().replace('_', ".");
        match text.trim_start_matches("tlsv") {
            "1" | "1.0" | "769" => Some(Self::Tls10),
            "1.1" | "770" => Some(Self::Tls11),
            "1.2" | "771" => Some(Self::Tls12),
            "1.3" | "772" => Some(Self::Tls13),
            _ => None,
        }
    }
}
