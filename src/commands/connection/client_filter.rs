//! [`ClientFilter`].

use std::time::Duration;

use crate::command::Command;

use super::ClientKind;

/// Which connections [`client_list_with`](super::ConnectionCommands::client_list_with) lists and
/// [`client_kill_filter`](super::ConnectionCommands::client_kill_filter) closes. A connection must match
/// all that is set; setting one thing twice replaces it.
///
/// Each method says since when `CLIENT LIST` and `CLIENT KILL` know it. Redis' `CLIENT LIST` takes one
/// filter at a time, Valkey's any number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ClientFilter {
    filters: Vec<(&'static str, Vec<String>)>,
}

impl ClientFilter {
    /// Every connection; `CLIENT KILL` wants more than that.
    pub const fn new() -> Self {
        Self {
            filters: Vec::new(),
        }
    }

    /// One of these ids (`ID`). `LIST` since 6.2.0; `KILL` since 2.8.12 with one, since Valkey
    /// 8.1.0 with many.
    pub fn ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        self.any_of("ID", ids)
    }

    /// Of this kind (`TYPE`). `LIST` since 5.0.0, `KILL` since 2.8.12.
    pub fn of_type(self, kind: ClientKind) -> Self {
        self.one("TYPE", kind.word())
    }

    /// Logged in as this user (`USER`). `LIST` since Valkey 8.1.0, `KILL` since 6.0.0.
    pub fn user(self, name: impl Into<String>) -> Self {
        self.one("USER", name)
    }

    /// Connected from this address, `ip:port` (`ADDR`). `LIST` since Valkey 8.1.0, `KILL` since
    /// 2.8.12.
    pub fn addr(self, addr: impl Into<String>) -> Self {
        self.one("ADDR", addr)
    }

    /// Connected to this address of the server, `ip:port` (`LADDR`). `LIST` since Valkey 8.1.0,
    /// `KILL` since 6.2.0.
    pub fn laddr(self, addr: impl Into<String>) -> Self {
        self.one("LADDR", addr)
    }

    /// Not the connection that asks (`SKIPME yes`), which is the default of `KILL`. `LIST` since
    /// Valkey 8.1.0.
    pub fn skip_me(self) -> Self {
        self.one("SKIPME", "yes")
    }

    /// The connection that asks, too (`SKIPME no`), which is the default of `LIST`. `LIST` since
    /// Valkey 8.1.0.
    pub fn include_me(self) -> Self {
        self.one("SKIPME", "no")
    }

    /// Connected for at least this long, in whole seconds, rounded up (`MAXAGE`): the old ones.
    /// `LIST` since Valkey 8.1.0, `KILL` since 7.4.0 and Valkey 8.0.0.
    pub fn max_age(self, age: Duration) -> Self {
        self.one("MAXAGE", seconds(age))
    }

    /// Idle for at least this long, in whole seconds, rounded up (`IDLE`). Since Valkey 9.0.0.
    pub fn idle(self, time: Duration) -> Self {
        self.one("IDLE", seconds(time))
    }

    /// With this name (`NAME`). Since Valkey 9.0.0.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.one("NAME", name)
    }

    /// With all these [flags](super::ClientInfo::flags) (`FLAGS`). Since Valkey 9.0.0.
    pub fn flags(self, flags: impl Into<String>) -> Self {
        self.one("FLAGS", flags)
    }

    /// With this client library (`LIB-NAME`). Since Valkey 9.0.0.
    pub fn lib_name(self, name: impl Into<String>) -> Self {
        self.one("LIB-NAME", name)
    }

    /// With this version of its client library (`LIB-VER`). Since Valkey 9.0.0.
    pub fn lib_ver(self, version: impl Into<String>) -> Self {
        self.one("LIB-VER", version)
    }

    /// On this database (`DB`). Since Valkey 9.0.0.
    pub fn db(self, db: u32) -> Self {
        self.one("DB", db.to_string())
    }

    /// With these capabilities, one letter each (`CAPA`): `r` for `redirect`. Since Valkey 9.0.0.
    pub fn capa(self, capabilities: impl Into<String>) -> Self {
        self.one("CAPA", capabilities)
    }

    /// Connected from this host (`IP`). Since Valkey 9.0.0.
    pub fn ip(self, ip: impl Into<String>) -> Self {
        self.one("IP", ip)
    }

    /// None of these ids (`NOT-ID`). Since Valkey 9.0.0.
    pub fn not_ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        self.any_of("NOT-ID", ids)
    }

    /// Not of this kind (`NOT-TYPE`). Since Valkey 9.0.0.
    pub fn not_of_type(self, kind: ClientKind) -> Self {
        self.one("NOT-TYPE", kind.word())
    }

    /// Not logged in as this user (`NOT-USER`). Since Valkey 9.0.0.
    pub fn not_user(self, name: impl Into<String>) -> Self {
        self.one("NOT-USER", name)
    }

    /// Not from this address (`NOT-ADDR`). Since Valkey 9.0.0.
    pub fn not_addr(self, addr: impl Into<String>) -> Self {
        self.one("NOT-ADDR", addr)
    }

    /// Not to this address of the server (`NOT-LADDR`). Since Valkey 9.0.0.
    pub fn not_laddr(self, addr: impl Into<String>) -> Self {
        self.one("NOT-LADDR", addr)
    }

    /// Not with this name (`NOT-NAME`). Since Valkey 9.0.0.
    pub fn not_name(self, name: impl Into<String>) -> Self {
        self.one("NOT-NAME", name)
    }

    /// Without these flags (`NOT-FLAGS`). Since Valkey 9.0.0.
    pub fn not_flags(self, flags: impl Into<String>) -> Self {
        self.one("NOT-FLAGS", flags)
    }

    /// Not with this client library (`NOT-LIB-NAME`). Since Valkey 9.0.0.
    pub fn not_lib_name(self, name: impl Into<String>) -> Self {
        self.one("NOT-LIB-NAME", name)
    }

    /// Not with this version of its client library (`NOT-LIB-VER`). Since Valkey 9.0.0.
    pub fn not_lib_ver(self, version: impl Into<String>) -> Self {
        self.one("NOT-LIB-VER", version)
    }

    /// Not on this database (`NOT-DB`). Since Valkey 9.0.0.
    pub fn not_db(self, db: u32) -> Self {
        self.one("NOT-DB", db.to_string())
    }

    /// Without these capabilities (`NOT-CAPA`). Since Valkey 9.0.0.
    pub fn not_capa(self, capabilities: impl Into<String>) -> Self {
        self.one("NOT-CAPA", capabilities)
    }

    /// Not from this host (`NOT-IP`). Since Valkey 9.0.0.
    pub fn not_ip(self, ip: impl Into<String>) -> Self {
        self.one("NOT-IP", ip)
    }

    fn one(self, word: &'static str, value: impl Into<String>) -> Self {
        self.set(word, vec![value.into()])
    }

    fn any_of(self, word: &'static str, ids: impl IntoIterator<Item = i64>) -> Self {
        let mut ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
        if ids.is_empty() {
            // Valkey takes a word without ids for no filter at all, and would kill everyone:
            // this it refuses.
            ids.push(String::new());
        }
        self.set(word, ids)
    }

    fn set(mut self, word: &'static str, values: Vec<String>) -> Self {
        self.filters.retain(|(known, _)| *known != word);
        self.filters.push((word, values));
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        self.filters
            .iter()
            .fold(command, |c, (word, values)| c.arg(word).args(values))
    }
}

/// Rounded up, so that a time that is not zero does not become it.
fn seconds(time: Duration) -> String {
    let up = u64::from(time.subsec_nanos() > 0);
    time.as_secs().saturating_add(up).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_setter_wins_and_no_ids_are_not_everyone() {
        let filter = ClientFilter::new()
            .skip_me()
            .ids([])
            .max_age(Duration::from_millis(1))
            .include_me();
        let command = filter.add_to(Command::new("CLIENT KILL"));
        let words: Vec<&[u8]> = command.arguments().skip(2).collect();
        let wanted: [&[u8]; 6] = [b"ID", b"", b"MAXAGE", b"1", b"SKIPME", b"no"];
        assert_eq!(words, wanted);
    }
}
