//! The list commands.

use std::time::Instant;

use redial::Error;

use super::*;
use crate::face::test;

/// How much later than expected something may be done on a busy machine.
const SLACK: Duration = Duration::from_secs(2);

#[maybe_async]
#[test]
async fn elements_are_pushed_and_popped_at_both_ends() -> Result<()> {
    let r = client();
    let (k, missing) = (key("pushed_and_popped"), key("pushed_and_popped:missing"));
    let n = r.rpush(&k, ["c", "d"]).await?;
    assert_eq!(n, 2);
    let n = r.lpush(&k, ["b", "a"]).await?;
    assert_eq!(n, 4);
    let n = r.rpushx(&k, "e").await?;
    assert_eq!(n, 5);
    let n = r.lpushx(&k, ["y", "z"]).await?;
    assert_eq!(n, 7);
    let all: Vec<String> = r.lrange(&k, 0, -1).await?;
    assert_eq!(all, ["z", "y", "a", "b", "c", "d", "e"]);
    let left: Option<String> = r.lpop(&k).await?;
    let right: Option<String> = r.rpop(&k).await?;
    assert_eq!((left.as_deref(), right.as_deref()), (Some("z"), Some("e")));
    let left: Option<Vec<String>> = r.lpop_count(&k, 2).await?;
    assert_eq!(left, Some(vec!["y".into(), "a".into()]));
    let right: Option<Vec<String>> = r.rpop_count(&k, 9).await?;
    assert_eq!(right, Some(vec!["d".into(), "c".into(), "b".into()]));
    let none: Option<String> = r.lpop(&k).await?;
    assert_eq!(none, None);
    let none: Option<String> = r.rpop(&k).await?;
    assert_eq!(none, None);
    let none: Option<Vec<String>> = r.lpop_count(&k, 2).await?;
    assert_eq!(none, None);
    let none: Option<Vec<String>> = r.rpop_count(&k, 2).await?;
    assert_eq!(none, None);
    let n = r.lpushx(&missing, 1).await?;
    assert_eq!(n, 0);
    let n = r.rpushx(&missing, 1).await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn elements_are_read_and_changed_where_they_are() -> Result<()> {
    let r = client();
    let (k, missing) = (key("where_they_are"), key("where_they_are:missing"));
    r.rpush(&k, ["a", "b", "a", "c", "a"]).await?;
    let n = r.llen(&k).await?;
    assert_eq!(n, 5);
    let part: Vec<String> = r.lrange(&k, -2, -1).await?;
    assert_eq!(part, ["c", "a"]);
    let at: Option<String> = r.lindex(&k, 1).await?;
    let beyond: Option<String> = r.lindex(&k, 9).await?;
    assert_eq!((at.as_deref(), beyond), (Some("b"), None));
    r.lset(&k, -2, "C").await?;
    let n = r.linsert(&k, InsertPosition::Before, "C", "x").await?;
    assert_eq!(n, 6);
    let n = r.linsert(&k, InsertPosition::After, "C", "y").await?;
    assert_eq!(n, 7);
    let all: Vec<String> = r.lrange(&k, 0, -1).await?;
    assert_eq!(all, ["a", "b", "a", "x", "C", "y", "a"]);
    let n = r.linsert(&k, InsertPosition::After, "none", "y").await?;
    assert_eq!(n, -1);
    let n = r.linsert(&missing, InsertPosition::After, "a", "y").await?;
    assert_eq!(n, 0);
    let n = r.lrem(&k, -1, "a").await?;
    assert_eq!(n, 1);
    let n = r.lrem(&k, 0, "a").await?;
    assert_eq!(n, 2);
    r.ltrim(&k, 1, -2).await?;
    let all: Vec<String> = r.lrange(&k, 0, -1).await?;
    assert_eq!(all, ["x", "C"]);
    let error = r.lset(&k, 9, "z").await.unwrap_err();
    assert_eq!((error.code(), error.command()), (Some("ERR"), Some("LSET")));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_element_is_found() -> Result<()> {
    let r = client();
    let k = key("an_element_is_found");
    r.rpush(&k, ["a", "b", "c", "b", "b"]).await?;
    let at = r.lpos(&k, "b").await?;
    let nowhere = r.lpos(&k, "z").await?;
    assert_eq!((at, nowhere), (Some(1), None));
    let at = r.lpos_with(&k, "b", LposOptions::new().rank(2)).await?;
    assert_eq!(at, Some(3));
    let at = r.lpos_with(&k, "b", LposOptions::new().rank(-1)).await?;
    assert_eq!(at, Some(4));
    let at = r.lpos_with(&k, "b", LposOptions::new().maxlen(1)).await?;
    assert_eq!(at, None);
    let all = r.lpos_count(&k, "b", 0).await?;
    assert_eq!(all, [1, 3, 4]);
    let two = r.lpos_count(&k, "b", 2).await?;
    assert_eq!(two, [1, 3]);
    let options = LposOptions::new().rank(-1).maxlen(2);
    let last = r.lpos_count_with(&k, "b", 0, options).await?;
    assert_eq!(last, [4, 3]);
    let none = r.lpos_count(&k, "z", 0).await?;
    assert_eq!(none, [0; 0]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_element_moves_from_list_to_list() -> Result<()> {
    let r = client();
    let (a, b) = (key("list_to_list:a"), key("list_to_list:b"));
    r.rpush(&a, [1, 2, 3, 4, 5]).await?;
    let moved: Option<i64> = r.lmove(&a, &b, ListEnd::Left, ListEnd::Right).await?;
    assert_eq!(moved, Some(1));
    let moved: Option<i64> = r.lmove(&a, &b, ListEnd::Right, ListEnd::Left).await?;
    assert_eq!(moved, Some(5));
    let moved: Option<i64> = r.rpoplpush(&a, &b).await?;
    assert_eq!(moved, Some(4));
    let soon = Duration::from_secs(5);
    let moved: Option<i64> = r.blmove(&a, &b, ListEnd::Left, ListEnd::Left, soon).await?;
    assert_eq!(moved, Some(2));
    let moved: Option<i64> = r.brpoplpush(&a, &b, soon).await?;
    assert_eq!(moved, Some(3));
    let all: Vec<i64> = r.lrange(&b, 0, -1).await?;
    assert_eq!(all, [3, 2, 4, 5, 1]);
    let none: Option<i64> = r.lmove(&a, &b, ListEnd::Left, ListEnd::Right).await?;
    assert_eq!(none, None);
    let none: Option<i64> = r.rpoplpush(&a, &b).await?;
    assert_eq!(none, None);
    r.delete([&a, &b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn several_elements_are_moved_at_once() -> Result<()> {
    if lacks("LMOVEM", "several_elements_are_moved_at_once") {
        return Ok(());
    }
    let r = client();
    let (a, b) = (key("several_moved:a"), key("several_moved:b"));
    let (left, right) = (ListEnd::Left, ListEnd::Right);
    r.rpush(&a, [1, 2, 3, 4, 5, 6, 7]).await?;
    let moved: Option<Vec<i64>> = r.lmovem(&a, &b, left, right).await?;
    assert_eq!(moved, Some(vec![1]));
    let bulk = LmovemOptions::new().count(2, LmovemOrder::Bulk);
    let moved: Option<Vec<i64>> = r.lmovem_with(&a, &b, left, left, bulk).await?;
    assert_eq!(moved, Some(vec![2, 3]));
    let one_by_one = LmovemOptions::new().exactly(2, LmovemOrder::OneByOne);
    let moved: Option<Vec<i64>> = r.lmovem_with(&a, &b, left, left, one_by_one).await?;
    assert_eq!(moved, Some(vec![5, 4]));
    let soon = Duration::from_millis(50);
    let three = LmovemOptions::new().exactly(3, LmovemOrder::Bulk);
    let none: Option<Vec<i64>> = r
        .blmovem_with(&a, &b, left, right, soon, three.clone())
        .await?;
    assert_eq!(none, None);
    let none: Option<Vec<i64>> = r.lmovem_with(&a, &b, left, right, three).await?;
    assert_eq!(none, None);
    let moved: Option<Vec<i64>> = r.blmovem(&a, &b, right, right, soon).await?;
    assert_eq!(moved, Some(vec![7]));
    let all: Vec<i64> = r.lrange(&b, 0, -1).await?;
    assert_eq!(all, [5, 4, 2, 3, 1, 7]);
    let zero = LmovemOptions::new().count(0, LmovemOrder::Bulk);
    let error = r.lmovem_with::<i64>(&a, &b, left, right, zero).await;
    assert_eq!(error.unwrap_err().code(), Some("ERR"));
    r.delete([&a, &b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_first_list_that_has_elements_gives_them() -> Result<()> {
    if lacks("LMPOP", "the_first_list_that_has_elements_gives_them") {
        return Ok(());
    }
    let r = client();
    let (a, b) = (key("first_list:a"), key("first_list:b"));
    r.rpush(&b, [1, 2, 3, 4, 5, 6]).await?;
    let popped: Option<(String, Vec<i64>)> = r.lmpop([&a, &b], ListEnd::Left).await?;
    assert_eq!(popped, Some((b.clone(), vec![1])));
    let popped: Option<(String, Vec<i64>)> = r.lmpop_count([&a, &b], ListEnd::Right, 2).await?;
    assert_eq!(popped, Some((b.clone(), vec![6, 5])));
    let soon = Duration::from_secs(5);
    let popped: Option<(String, Vec<i64>)> = r.blmpop(soon, [&a, &b], ListEnd::Right).await?;
    assert_eq!(popped, Some((b.clone(), vec![4])));
    let popped: Option<(String, Vec<i64>)> = r.blmpop_count(soon, &b, ListEnd::Left, 9).await?;
    assert_eq!(popped, Some((b.clone(), vec![2, 3])));
    let none: Option<(String, Vec<i64>)> = r.lmpop([&a, &b], ListEnd::Left).await?;
    assert_eq!(none, None);
    let none: Option<(String, Vec<i64>)> = r.lmpop_count(&a, ListEnd::Left, 2).await?;
    assert_eq!(none, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn list_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("list_commands_pipeline");
    let mut pipe = r.pipeline();
    pipe.rpush(&k, ["a", "b", "c"])
        .lset(&k, 0, "A")
        .lrange::<String>(&k, 0, -1)
        .lpos(&k, "z")
        .brpop::<String, String>(&k, Duration::ZERO)
        .delete(&k);
    type Popped = Option<(String, String)>;
    let (n, (), all, at, popped, gone): (i64, (), Vec<String>, Option<i64>, Popped, i64) =
        pipe.execute().await?;
    assert_eq!((n, at, gone), (3, None, 1));
    assert_eq!(all, ["A", "b", "c"]);
    assert_eq!(popped, Some((k, "c".into())));
    Ok(())
}

/// A client whose socket timeout is shorter than what it waits for in these tests.
fn impatient(server: &Server) -> Redis {
    let config = config_of(server).socket_timeout(Duration::from_millis(300));
    Redis::new(config).unwrap()
}

#[maybe_async]
async fn push_later((r, k, after): (Redis, String, Duration)) -> Result<i64> {
    sleep(after).await;
    r.rpush(&k, "x").await
}

/// Pushes when the server has a blocked client, so that no test passes because its element was
/// there before anybody waited.
#[maybe_async]
async fn push_when_blocked((r, k): (Redis, String)) -> Result<i64> {
    until_blocked(&r).await?;
    r.rpush(&k, "x").await
}

#[maybe_async]
pub(super) async fn until_blocked(r: &Redis) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let clients: String = r
            .execute_command(Command::new("INFO").arg("clients"))
            .await?;
        if clients.contains("blocked_clients:1") {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(Error::data("nobody is blocked"));
        }
        sleep(Duration::from_millis(5)).await;
    }
}

#[maybe_async]
#[test]
async fn blocking_commands_wait_and_are_woken() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let (k, to) = ("woken:from".to_owned(), "woken:to");
    let ten = Duration::from_secs(10);
    let push = || (r.clone(), k.clone());

    let task = spawn(push_when_blocked, push());
    let popped: Option<(String, String)> = r.blpop(["woken:other", &k], ten).await?;
    assert_eq!(popped, Some((k.clone(), "x".into())));
    let pushed = task.join().await?;
    assert_eq!(pushed, 1);

    let task = spawn(push_when_blocked, push());
    let popped: Option<(String, String)> = r.brpop(&k, ten).await?;
    assert_eq!(popped, Some((k.clone(), "x".into())));
    task.join().await?;

    let task = spawn(push_when_blocked, push());
    let moved: Option<String> = r.blmove(&k, to, ListEnd::Left, ListEnd::Right, ten).await?;
    assert_eq!(moved.as_deref(), Some("x"));
    task.join().await?;

    let task = spawn(push_when_blocked, push());
    let moved: Option<String> = r.brpoplpush(&k, to, ten).await?;
    assert_eq!(moved.as_deref(), Some("x"));
    task.join().await?;
    let n = r.llen(to).await?;
    assert_eq!(n, 2);

    if lacks("BLMPOP", "blocking_commands_wait_and_are_woken") {
        return Ok(());
    }
    let task = spawn(push_when_blocked, push());
    let popped: Option<(String, Vec<String>)> = r.blmpop(ten, &k, ListEnd::Left).await?;
    assert_eq!(popped, Some((k.clone(), vec!["x".into()])));
    task.join().await?;

    let task = spawn(push_when_blocked, push());
    let popped: Option<(String, Vec<String>)> = r.blmpop_count(ten, &k, ListEnd::Right, 3).await?;
    assert_eq!(popped, Some((k.clone(), vec!["x".into()])));
    task.join().await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_blocking_command_gives_up_when_its_time_is_over() -> Result<()> {
    let r = impatient(Server::shared());
    let (k, to) = (key("gives_up"), key("gives_up:to"));
    let time = Duration::from_millis(600);
    let start = Instant::now();
    let none: Option<(String, String)> = r.blpop(&k, time).await?;
    let took = start.elapsed();
    assert_eq!(none, None);
    assert!(
        took >= time - Duration::from_millis(20) && took < time + SLACK,
        "{took:?}"
    );
    // What is shorter than the server can tell from nothing is not for ever.
    let moment = Duration::from_micros(1);
    let start = Instant::now();
    let none: Option<(String, String)> = r.brpop(&k, moment).await?;
    assert_eq!(none, None);
    let none: Option<String> = r
        .blmove(&k, &to, ListEnd::Left, ListEnd::Right, moment)
        .await?;
    assert_eq!(none, None);
    let none: Option<String> = r.brpoplpush(&k, &to, moment).await?;
    assert_eq!(none, None);
    assert!(start.elapsed() < SLACK);
    if !lacks(
        "BLMPOP",
        "a_blocking_command_gives_up_when_its_time_is_over",
    ) {
        let none: Option<(String, Vec<String>)> = r.blmpop(moment, &k, ListEnd::Left).await?;
        assert_eq!(none, None);
        let none: Option<(String, Vec<String>)> =
            r.blmpop_count(moment, &k, ListEnd::Left, 2).await?;
        assert_eq!(none, None);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn zero_waits_for_ever_beyond_the_socket_timeout() -> Result<()> {
    let r = impatient(Server::shared());
    let k = key("zero_waits");
    let second = Duration::from_secs(1);
    let start = Instant::now();
    let task = spawn(push_later, (r.clone(), k.clone(), second));
    let popped: Option<(String, String)> = r.blpop(&k, Duration::ZERO).await?;
    assert_eq!(popped, Some((k, "x".into())));
    assert!(start.elapsed() >= second);
    task.join().await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_frozen_server_is_waited_for_as_long_as_the_command_may_take_and_no_longer() -> Result<()>
{
    let server = Server::start();
    let r = impatient(&server);
    // The connection that the command is going to have is there before the server freezes.
    r.rpush("l", "x").await?;
    let popped: Option<(String, String)> = r.blpop("l", Duration::from_secs(1)).await?;
    assert_eq!(popped, Some(("l".into(), "x".into())));
    server.freeze();
    let start = Instant::now();
    let error = r
        .blpop::<String, String>("l", Duration::from_millis(700))
        .await
        .unwrap_err();
    let took = start.elapsed();
    server.thaw();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.command(), Some("BLPOP"));
    let due = Duration::from_millis(700 + 300);
    assert!(took >= due && took < due + SLACK, "{took:?}");
    let n = r.llen("other").await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
async fn wait_for_ever((r, k): (Redis, String)) -> Result<Option<(String, String)>> {
    r.blpop(&k, Duration::ZERO).await
}

#[maybe_async]
#[test]
async fn a_blocked_command_holds_up_nobody_else_on_the_same_client() -> Result<()> {
    let server = Server::start();
    let r = impatient(&server);
    let task = spawn(wait_for_ever, (r.clone(), "l".to_owned()));
    until_blocked(&r).await?;
    let start = Instant::now();
    for n in 1..=100 {
        let counted = r.incr("n").await?;
        assert_eq!(counted, n);
    }
    let mut pipe = r.pipeline();
    let (n,): (i64,) = pipe.incr("n").execute().await?;
    assert_eq!(n, 101);
    // Another blocking command is served beside it, too.
    let none: Option<(String, String)> = r.brpop("other", Duration::from_millis(50)).await?;
    assert_eq!(none, None);
    assert!(start.elapsed() < SLACK);
    until_blocked(&r).await?;
    r.lpush("l", "at last").await?;
    let popped = task.join().await?;
    assert_eq!(popped, Some(("l".into(), "at last".into())));
    Ok(())
}

#[maybe_async]
#[test]
async fn nothing_waits_in_a_transaction_and_all_wait_in_a_plain_pipeline() -> Result<()> {
    let r = impatient(Server::shared());
    let k = key("nothing_waits");
    let time = Duration::from_millis(600);
    let mut pipe = r.pipeline();
    let (none,): (Option<(String, String)>,) = pipe
        .blpop::<String, String>(&k, Duration::ZERO)
        .execute()
        .await?;
    assert_eq!(none, None);
    let start = Instant::now();
    let mut plain = r.pipeline().transaction(false);
    plain
        .blpop::<String, String>(&k, time)
        .brpop::<String, String>(&k, time)
        .rpush(&k, "x")
        .delete(&k);
    type Popped = Option<(String, String)>;
    let (first, second, n, gone): (Popped, Popped, i64, i64) = plain.execute().await?;
    assert_eq!((first, second, n, gone), (None, None, 1, 1));
    assert!(start.elapsed() >= 2 * time - Duration::from_millis(40));
    Ok(())
}
