//! A certificate authority of the tests' own, made with `openssl` when it is first needed; no key lies in the
//! repository.

use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::{env, fs, process};

/// Removes the folder when the pipe on its standard input closes: at the latest when this process ends.
const CLEANER: &str = r#"read -r _; rm -rf "$1""#;

/// An authority, and what it has certified. It is in a folder that goes with this process.
pub struct Authority {
    folder: PathBuf,
    _cleaner: Child,
}

/// A certificate and its key, both files in PEM.
#[derive(Clone)]
pub struct Certified {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Authority {
    /// The one that the tests' servers come from.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Authority> = OnceLock::new();
        SHARED.get_or_init(|| Self::new("ca"))
    }

    /// One that nobody trusts.
    pub fn stranger() -> &'static Self {
        static STRANGER: OnceLock<Authority> = OnceLock::new();
        STRANGER.get_or_init(|| Self::new("stranger"))
    }

    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("redial-test-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        let mut builder = fs::DirBuilder::new();
        builder.mode(0o700).create(&folder).unwrap();
        let cleaner = Command::new("sh")
            .args(["-c", CLEANER, "cleaner"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let authority = Self {
            folder,
            _cleaner: cleaner,
        };
        let subject = format!("/CN=the tests' {name}");
        authority.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout ca.key -out ca.pem \
             -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -subj",
            &[&subject],
        );
        authority
    }

    /// Its own certificate, in PEM.
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the tests' servers show: good for 127.0.0.1 and `localhost`.
    pub fn server(&self) -> Certified {
        self.certify("server", "DNS:localhost,IP:127.0.0.1", 2)
    }

    /// A certificate for such hosts, `DNS:…,IP:…`, good for so many days from now; made once for each name.
    pub fn certify(&self, name: &str, hosts: &str, days: i32) -> Certified {
        static MAKING: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _making = MAKING.lock().unwrap();
        let made = Certified {
            certificate: self.folder.join(format!("{name}.pem")),
            key: self.folder.join(format!("{name}.key")),
        };
        if !made.certificate.exists() {
            let subject = format!("/CN={name}");
            self.openssl(
                &format!(
                    "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.csr -subj"
                ),
                &[&subject],
            );
            fs::write(
                self.folder.join("ext"),
                format!("subjectAltName={hosts}\nbasicConstraints=CA:FALSE\n"),
            )
            .unwrap();
            self.openssl(
                &format!(
                    "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile ext -days {days} -out {name}.pem"
                ),
                &[],
            );
        }
        made
    }

    /// Runs `openssl` in the folder: words, and arguments that have spaces.
    pub fn openssl(&self, words: &str, more: &[&str]) {
        let output = Command::new("openssl")
            .args(words.split_whitespace())
            .args(more)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .expect("`openssl`, which `bash tests/run.sh` installs");
        assert!(
            output.status.success(),
            "openssl {words}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
