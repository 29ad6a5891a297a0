//! [`AclRules`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The rules that [`acl_setuser`](super::AclCommands::acl_setuser) applies to a user, one after the other: the order
/// counts.
///
/// ```
/// # use redial::prelude::*;
/// // All commands on anything that begins with `app:`, but no administration.
/// let rules = AclRules::new().on().password("secret").key_pattern("app:*");
/// let rules = rules.allcommands().deny_category("admin");
/// // GET may be used on everything.
/// let rules = rules.selector(AclRules::new().allow_command("get").allkeys());
/// ```
///
/// Its `Debug` shows no rule: it may be a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct AclRules {
    rules: Vec<OwnedArg>,
}

impl AclRules {
    /// No rule yet.
    pub const fn new() -> Self {
        Self { rules: Vec::new() }
    }

    /// Clients can log in as the user (`on`).
    pub fn on(self) -> Self {
        self.rule("on")
    }

    /// Clients can't log in as the user (`off`); those that are logged in stay so.
    pub fn off(self) -> Self {
        self.rule("off")
    }

    /// Adds a password (`>password`).
    pub fn password(self, password: impl ToArg) -> Self {
        self.signed(b">", password)
    }

    /// Takes a password away (`<password`). The server refuses it if the user has no such password.
    pub fn remove_password(self, password: impl ToArg) -> Self {
        self.signed(b"<", password)
    }

    /// Adds a password by its SHA-256 hash, 64 hexadecimal digits in lower case (`#hash`).
    pub fn password_hash(self, hash: impl ToArg) -> Self {
        self.signed(b"#", hash)
    }

    /// Takes a password away by its hash (`!hash`). The server refuses it if the user has no such password.
    pub fn remove_password_hash(self, hash: impl ToArg) -> Self {
        self.signed(b"!", hash)
    }

    /// Any password will do (`nopass`), until the user is given a new one. Takes all passwords away.
    pub fn nopass(self) -> Self {
        self.rule("nopass")
    }

    /// Takes all passwords away (`resetpass`): nobody can log in until there is a new one.
    pub fn resetpass(self) -> Self {
        self.rule("resetpass")
    }

    /// Adds the keys that match a glob-style pattern, to read and to write (`~pattern`). The server refuses it after
    /// [`allkeys`](Self::allkeys).
    pub fn key_pattern(self, pattern: impl ToArg) -> Self {
        self.signed(b"~", pattern)
    }

    /// Adds the keys that match a glob-style pattern, only to read (`%R~pattern`). Since 7.0.0.
    pub fn read_key_pattern(self, pattern: impl ToArg) -> Self {
        self.signed(b"%R~", pattern)
    }

    /// Adds the keys that match a glob-style pattern, only to write (`%W~pattern`). Since 7.0.0.
    pub fn write_key_pattern(self, pattern: impl ToArg) -> Self {
        self.signed(b"%W~", pattern)
    }

    /// All keys (`allkeys`).
    pub fn allkeys(self) -> Self {
        self.rule("allkeys")
    }

    /// No keys (`resetkeys`).
    pub fn resetkeys(self) -> Self {
        self.rule("resetkeys")
    }

    /// Adds the channels that match a glob-style pattern (`&pattern`). The server refuses it after
    /// [`allchannels`](Self::allchannels). Since 6.2.0.
    pub fn channel_pattern(self, pattern: impl ToArg) -> Self {
        self.signed(b"&", pattern)
    }

    /// All channels (`allchannels`). Since 6.2.0.
    pub fn allchannels(self) -> Self {
        self.rule("allchannels")
    }

    /// No channels (`resetchannels`). Since 6.2.0.
    pub fn resetchannels(self) -> Self {
        self.rule("resetchannels")
    }

    /// Adds a command, or a sub-command, `config|get` (`+command`).
    pub fn allow_command(self, command: impl ToArg) -> Self {
        self.signed(b"+", command)
    }

    /// Takes a command away (`-command`), or since 7.0.0 a sub-command, `config|set`.
    pub fn deny_command(self, command: impl ToArg) -> Self {
        self.signed(b"-", command)
    }

    /// Adds all commands of a category (`+@category`).
    pub fn allow_category(self, category: impl ToArg) -> Self {
        self.signed(b"+@", category)
    }

    /// Takes all commands of a category away (`-@category`).
    pub fn deny_category(self, category: impl ToArg) -> Self {
        self.signed(b"-@", category)
    }

    /// All commands, those of modules that are loaded later included (`allcommands`).
    pub fn allcommands(self) -> Self {
        self.rule("allcommands")
    }

    /// No commands (`nocommands`).
    pub fn nocommands(self) -> Self {
        self.rule("nocommands")
    }

    /// Only these databases (`db=0,1`). Since Valkey 9.1.0.
    pub fn databases(self, dbs: impl IntoIterator<Item = u32>) -> Self {
        let dbs: Vec<String> = dbs.into_iter().map(|db| db.to_string()).collect();
        self.signed(b"db=", dbs.join(","))
    }

    /// All databases (`alldbs`). Since Valkey 9.1.0.
    pub fn alldbs(self) -> Self {
        self.rule("alldbs")
    }

    /// No databases (`resetdbs`). Since Valkey 9.1.0.
    pub fn resetdbs(self) -> Self {
        self.rule("resetdbs")
    }

    /// Adds a selector: a second set of commands with the keys and channels that they may be used on, starting from
    /// nothing. The server refuses other rules in it than those about commands, keys, channels and databases. Since
    /// 7.0.0.
    pub fn selector(mut self, rules: Self) -> Self {
        let mut selector = vec![b'('];
        for (index, rule) in rules.rules.iter().enumerate() {
            if index > 0 {
                selector.push(b' ');
            }
            quote(rule.as_bytes(), &mut selector);
        }
        selector.push(b')');
        self.rules.push(OwnedArg::new(selector));
        self
    }

    /// Takes all selectors away (`clearselectors`). Since 7.0.0.
    pub fn clearselectors(self) -> Self {
        self.rule("clearselectors")
    }

    /// The server looks closely at what the user gives to `RESTORE` (`sanitize-payload`), if its
    /// `sanitize-dump-payload` is `clients`. Since 6.2.0.
    pub fn sanitize_payload(self) -> Self {
        self.rule("sanitize-payload")
    }

    /// The server trusts what the user gives to `RESTORE` (`skip-sanitize-payload`). Since 6.2.0.
    pub fn skip_sanitize_payload(self) -> Self {
        self.rule("skip-sanitize-payload")
    }

    /// Makes the user as it was when it was new, able to do nothing (`reset`).
    pub fn reset(self) -> Self {
        self.rule("reset")
    }

    /// Any rule, as the server has it: one word of a line of [`acl_list`](super::AclCommands::acl_list).
    pub fn rule(mut self, rule: impl ToArg) -> Self {
        self.rules.push(OwnedArg::new(rule));
        self
    }

    fn signed(self, sign: &[u8], value: impl ToArg) -> Self {
        self.rule([sign, OwnedArg::new(value).as_bytes()].concat())
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        self.rules.iter().fold(command, Command::arg)
    }
}

/// Writes a rule of a selector, which the server takes apart at spaces: whatever it is, it stays one rule.
fn quote(rule: &[u8], out: &mut Vec<u8>) {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'\\');
    if rule.iter().all(is_plain) {
        out.extend_from_slice(rule);
        return;
    }
    out.push(b'"');
    for byte in rule {
        if is_plain(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("\\x{byte:02x}").as_bytes());
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_keep_their_order_and_are_never_shown() {
        let rules = AclRules::new().off().password("S3CR3T").on();
        let rules = rules.remove_password_hash("abc").databases([0, 12]);
        assert!(!format!("{rules:?}").contains("S3CR3T"));
        let command = rules.add_to(Command::new("ACL SETUSER").arg("ann"));
        let words: Vec<&[u8]> = command.arguments().skip(3).collect();
        let wanted: [&[u8]; 5] = [b"off", b">S3CR3T", b"on", b"!abc", b"db=0,12"];
        assert_eq!(words, wanted);
    }

    #[test]
    fn a_rule_of_a_selector_stays_one_rule() {
        let inner = AclRules::new().allow_command("get").key_pattern("a +@all)");
        let inner = inner.key_pattern("\"\\\u{e9}");
        let rules = AclRules::new().selector(inner).selector(AclRules::new());
        let command = rules.add_to(Command::new("ACL SETUSER").arg("ann"));
        let words: Vec<&[u8]> = command.arguments().skip(3).collect();
        let wanted: [&[u8]; 2] = [br#"(+get "~a\x20+@all)" "~\x22\x5c\xc3\xa9")"#, b"()"];
        assert_eq!(words, wanted);
    }
}
