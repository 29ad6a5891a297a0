//! A program on its way from one client to the other: both are in it, and it asks for no feature itself.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let blocking = redial::Redis::from_url("redis://localhost:6379")?;
    let first = plain::visit_now(&blocking, "ann")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let visits = runtime.block_on(visit_twice_more(&blocking))?;
    println!("{first} visit, then {visits}");
    Ok(())
}

async fn visit_twice_more(blocking: &redial::Redis) -> redial::Result<i64> {
    let r = tokio_user::client(blocking);
    plain::visit(&r, "ann").await?;
    let mut pipe = r.pipeline();
    plain::visit(&mut pipe, "ann");
    pipe.execute::<()>().await?;
    tokio_user::visits(&r, "ann").await
}
