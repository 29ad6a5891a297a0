//! Tests of [`Subscriptions`].

use super::*;

type Subscribed = Subscriptions<&'static str>;

fn frame(bytes: &str) -> Frame {
    Frame::copied(bytes.as_bytes(), bytes.len())
}

fn confirmation(word: &str, name: &str) -> Frame {
    frame(&format!(
        ">3\r\n${}\r\n{word}\r\n${}\r\n{name}\r\n:1\r\n",
        word.len(),
        name.len()
    ))
}

fn published(channel: &str) -> Frame {
    frame(&format!(
        ">3\r\n$7\r\nmessage\r\n${}\r\n{channel}\r\n$1\r\nx\r\n",
        channel.len()
    ))
}

fn names(names: &[&'static str]) -> Vec<Bytes> {
    names.iter().copied().map(Bytes::from).collect()
}

fn subscribe(to: &mut Subscribed, wanted: &[&'static str]) -> Vec<String> {
    to.want(Kind::Channel, &names(wanted), None);
    words(&to.subscribe(Kind::Channel, names(wanted)))
}

fn words(command: &Command) -> Vec<String> {
    let text = |word: &[u8]| String::from_utf8_lossy(word).into_owned();
    command.arguments().map(text).collect()
}

#[test]
fn a_name_goes_when_the_end_of_its_subscription_is_confirmed() {
    let mut state = Subscribed::new();
    assert!(!state.expects());
    let command = subscribe(&mut state, &["a", "b"]);
    assert_eq!(command, ["SUBSCRIBE", "a", "b"]);
    assert!(state.is_subscribed() && state.is_awaiting());
    state.hear(confirmation("subscribe", "a"));
    assert!(state.is_awaiting());
    state.hear(confirmation("subscribe", "b"));
    assert!(!state.is_awaiting());
    let command = state.unsubscribe(Kind::Channel, None).unwrap();
    assert_eq!(words(&command).len(), 3);
    assert!(state.names(Kind::Channel).is_empty());
    state.hear(confirmation("unsubscribe", "b"));
    assert!(state.is_subscribed());
    state.hear(confirmation("unsubscribe", "a"));
    assert!(!state.expects());
}

#[test]
fn what_is_not_subscribed_to_is_not_ended() {
    let mut state = Subscribed::new();
    assert!(state.unsubscribe(Kind::Channel, None).is_none());
    subscribe(&mut state, &["a"]);
    assert!(state.unsubscribe(Kind::Pattern, None).is_none());
    let wrong = Some(names(&["b", "a", "a"]));
    let command = state.unsubscribe(Kind::Channel, wrong).unwrap();
    assert_eq!(words(&command), ["UNSUBSCRIBE", "a"]);
}

/// Every series of on and off, confirmed late: it ends as the last request says, and never
/// ends before.
#[test]
fn the_last_request_counts_however_late_the_confirmations_are() {
    for length in 1..=8 {
        for series in 0..1_u32 << length {
            let mut state = Subscribed::new();
            let mut pending = Vec::new();
            let mut wanted = false;
            for at in 0..length {
                wanted = series & (1 << at) != 0;
                if wanted {
                    subscribe(&mut state, &["a"]);
                    pending.push("subscribe");
                } else if state.unsubscribe(Kind::Channel, None).is_some() {
                    pending.push("unsubscribe");
                }
            }
            for word in pending {
                assert!(state.is_subscribed());
                state.hear(confirmation(word, "a"));
            }
            assert_eq!(state.is_subscribed(), wanted, "{series:b}");
            assert!(!state.is_awaiting());
        }
    }
}

#[test]
fn a_message_goes_to_the_handler_of_what_it_came_by() {
    let mut state = Subscribed::new();
    state.want(Kind::Channel, &names(&["a"]), Some(&"of a"));
    state.want(Kind::Pattern, &names(&["*"]), Some(&"of all"));
    assert!(matches!(
        state.hear(published("a")),
        Heard::Handled("of a", _)
    ));
    assert!(matches!(state.hear(published("b")), Heard::Message(_)));
    let by_pattern = frame(">4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$1\r\na\r\n$1\r\nx\r\n");
    assert!(matches!(
        state.hear(by_pattern),
        Heard::Handled("of all", _)
    ));
    assert_eq!(state.without_handler(), None);
    state.want(Kind::Channel, &names(&["a"]), None);
    assert!(matches!(state.hear(published("a")), Heard::Message(_)));
    assert_eq!(state.without_handler().unwrap(), "a");
    state.forget(Kind::Pattern, &names(&["*"]));
    assert_eq!(state.handlers, 0);
}

#[test]
fn after_a_lost_connection_all_comes_back_and_the_gap_is_told_last() {
    let mut state = Subscribed::new();
    subscribe(&mut state, &["a", "b"]);
    state.want(Kind::Pattern, &names(&["p*"]), None);
    let _ = state.unsubscribe(Kind::Channel, Some(names(&["b"])));
    state.ping();
    state.lost();
    assert!(!state.is_awaiting());
    let commands = state.begin();
    let commands: Vec<_> = commands.iter().map(words).collect();
    assert_eq!(commands, [["SUBSCRIBE", "a"], ["PSUBSCRIBE", "p*"]]);
    subscribe(&mut state, &["c"]);
    assert!(state.take_gap().is_none());
    state.hear(confirmation("subscribe", "a"));
    assert!(state.take_gap().is_none());
    state.hear(confirmation("psubscribe", "p*"));
    assert_eq!(state.take_gap().unwrap().kind(), MessageKind::Gap);
    assert!(state.take_gap().is_none());
    assert!(state.is_awaiting());
}

#[test]
fn what_was_ending_when_the_connection_was_lost_has_ended() {
    let mut state = Subscribed::new();
    subscribe(&mut state, &["a"]);
    let _ = state.unsubscribe(Kind::Channel, None);
    state.lost();
    assert!(!state.expects());
    assert!(state.begin().is_empty());
}

#[test]
fn a_refused_request_takes_its_names_along_and_the_next_one_is_not_mistaken_for_it() {
    let mut state = Subscribed::new();
    subscribe(&mut state, &["a", "b"]);
    subscribe(&mut state, &["c"]);
    let heard = state.hear(frame("-NOPERM no\r\n"));
    let Heard::Refused(error) = heard else {
        panic!("{heard:?}")
    };
    assert_eq!(error.command(), Some("SUBSCRIBE"));
    assert_eq!(state.names(Kind::Channel), names(&["c"]));
    state.hear(confirmation("subscribe", "c"));
    assert!(!state.is_awaiting());
}

#[test]
fn a_pong_is_for_who_asked() {
    let mut state = Subscribed::new();
    state.check();
    state.ping();
    assert!(matches!(state.hear(frame("+PONG\r\n")), Heard::Nothing));
    assert!(matches!(state.hear(frame("+PONG\r\n")), Heard::Message(_)));
    assert!(matches!(state.hear(frame("+PONG\r\n")), Heard::Nothing));
}

#[test]
fn a_subscription_that_the_server_ends_is_gone() {
    let mut state = Subscribed::new();
    state.want(Kind::ShardChannel, &names(&["s"]), Some(&"h"));
    let _ = state.subscribe(Kind::ShardChannel, names(&["s"]));
    state.hear(confirmation("ssubscribe", "s"));
    assert!(matches!(
        state.hear(confirmation("sunsubscribe", "s")),
        Heard::Message(_)
    ));
    assert!(!state.expects());
    assert_eq!(state.handlers, 0);
}

#[test]
fn what_nobody_asked_for_disturbs_nothing() {
    let mut state = Subscribed::new();
    for bytes in [
        ">2\r\n$10\r\ninvalidate\r\n_\r\n",
        ">0\r\n",
        ":5\r\n",
        "*0\r\n",
    ] {
        assert!(
            matches!(state.hear(frame(bytes)), Heard::Nothing),
            "{bytes:?}"
        );
    }
    state.hear(confirmation("subscribe", "a"));
    state.hear(confirmation("unsubscribe", "a"));
    assert!(!state.expects());
}
