//! [`JsonSetOptions`].

use crate::command::Command;

use super::JsonFloat;

/// The options of [`json_set_with`](super::JsonCommands::json_set_with): on what it depends that the value is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct JsonSetOptions {
    condition: Option<&'static str>,
    fpha: Option<JsonFloat>,
}

impl JsonSetOptions {
    /// None of them: whatever is there is replaced.
    pub const fn new() -> Self {
        Self {
            condition: None,
            fpha: None,
        }
    }

    /// Only if there is nothing yet where the path leads (`NX`). Undoes [`xx`](Self::xx).
    pub const fn nx(mut self) -> Self {
        self.condition = Some("NX");
        self
    }

    /// Only if there is something where the path leads (`XX`). Undoes [`nx`](Self::nx).
    pub const fn xx(mut self) -> Self {
        self.condition = Some("XX");
        self
    }

    /// How arrays of floats are kept (`FPHA`); by itself the server takes what loses nothing.
    /// Since Redis 8.8.0.
    pub const fn fpha(mut self, float: JsonFloat) -> Self {
        self.fpha = Some(float);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.condition, Command::arg)
            .option(self.fpha, |c, float| c.arg("FPHA").arg(float.word()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_conditions_the_later_one_is_sent() {
        let sent = |options: JsonSetOptions| {
            let command = options.add_to(Command::new("JSON.SET"));
            let words: Vec<_> = command.arguments().skip(1).map(<[u8]>::to_vec).collect();
            String::from_utf8(words.join(&b' ')).unwrap()
        };
        let new = JsonSetOptions::new;
        assert_eq!(sent(new()), "");
        assert_eq!(sent(new().nx().xx()), "XX");
        for (float, word) in [
            (JsonFloat::Bf16, "BF16"),
            (JsonFloat::Fp16, "FP16"),
            (JsonFloat::Fp32, "FP32"),
            (JsonFloat::Fp64, "FP64"),
        ] {
            assert_eq!(sent(new().nx().fpha(float)), format!("NX FPHA {word}"));
        }
    }
}
