//! URLs: whatever they are, a password in them is never shown.

use crate::config::Config;

/// Stands for a password, wherever the fuzzer puts it.
const PASSWORD: &str = "S3CR3T";

/// Reads a URL. It makes a configuration that can be used, or an error; neither shows the password.
pub fn url(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    match Config::from_url(text) {
        Ok(config) => {
            config.validate().unwrap();
            let (username, password) = config.credentials().reveal();
            let is_secret = [username, password]
                .into_iter()
                .flatten()
                .any(|secret| secret.contains(PASSWORD));
            // Where it stands twice, it may be the host or a name as well, which are no secrets.
            if is_secret && text.matches(PASSWORD).count() == 1 {
                let shown = format!("{config:?} {config:#?} {}", config.address());
                assert!(!shown.contains(PASSWORD), "{shown}");
            }
        }
        // Any part may be the rest of a password that is not escaped.
        Err(error) => {
            let shown = format!("{error} {error:?} {error:#?}");
            assert!(!shown.contains(PASSWORD), "{shown}");
        }
    }
}
