//! A redis-server of one's own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::client::{Address, Result};
use crate::contenders::raw::Raw;

/// Runs until it is dropped, and not longer than this process: it gets the kernel's signal if that is killed.
pub struct Server {
    child: Child,
    address: Address,
    encrypted: Address,
    directory: PathBuf,
}

impl Server {
    /// Starts one on a free port, that keeps nothing.
    pub fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let encrypted_port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let directory = std::env::temp_dir().join(format!("redial-peers-{port}"));
        fs::create_dir_all(&directory)?;
        make_certificate(&directory)?;
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "redis-server"])
            .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--dir"])
            .arg(&directory)
            .args(["--tls-port", &encrypted_port.to_string()])
            .args(["--tls-cert-file", "cert.pem", "--tls-key-file", "key.pem"])
            .args(["--tls-ca-cert-file", "cert.pem", "--tls-auth-clients", "no"])
            .current_dir(&directory)
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .stdout(Stdio::null())
            .spawn()?;
        let server = Self {
            child,
            address: Address {
                port,
                encrypted: false,
            },
            encrypted: Address {
                port: encrypted_port,
                encrypted: true,
            },
            directory,
        };
        server.answers()?;
        Ok(server)
    }

    fn answers(&self) -> Result<()> {
        for _ in 0..100 {
            if let Ok(mut raw) = Raw::connect(self.address)
                && raw.call(&[b"PING"]).is_ok()
            {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err("redis-server does not answer".into())
    }

    /// Where it is.
    pub const fn address(&self) -> Address {
        self.address
    }

    /// Where it speaks TLS.
    pub const fn encrypted_address(&self) -> Address {
        self.encrypted
    }

    /// Its process; `setpriv` has become the server.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

/// A certificate and its key, good for nothing but this.
fn make_certificate(directory: &Path) -> Result<()> {
    let words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
                 -keyout key.pem -out cert.pem";
    let made = Command::new("openssl")
        .args(words.split_whitespace())
        .current_dir(directory)
        .stderr(Stdio::null())
        .status()?;
    if made.success() {
        Ok(())
    } else {
        Err("openssl made no certificate".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}
