//! A script whose answer is lost is sent once more, and does nothing more, whatever others have
//! done since.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use servers::RedisServer;
use storage::queue::{Lengths, Queue};

use crate::{
    place::{LEASE, at, take, take_id},
    redis::on,
};

#[test]
fn what_was_pushed_and_done_meanwhile_is_not_there_again() {
    let (way, near, far) = Way::between();
    way.loses_the_next(|near| assert!(near.done(take_id(near, 0, "id")).unwrap()));
    far.push("id", at(0)).unwrap();
    assert_eq!(near.lengths(at(0)).unwrap(), Lengths::default());
    assert!(way.has_lost());
}

#[test]
fn one_call_takes_one_id() {
    let (way, near, far) = Way::between();
    near.push("a", at(0)).unwrap();
    near.push("b", at(1)).unwrap();
    way.loses_the_next(|_| ());
    let taken = take_id(&far, 1, "a");
    assert_eq!(taken.tries, 1);
    assert_eq!(near.lengths(at(1)).unwrap(), Lengths { waiting: 0, due: 1, held: 1 });
    assert!(way.has_lost());
    assert!(far.done(taken).unwrap());
}

#[test]
fn who_learns_of_it_when_his_lease_has_ended_holds_it_no_more() {
    let (way, near, far) = Way::between();
    near.push("id", at(0)).unwrap();
    way.loses_the_next(|near| assert_eq!(take_id(near, 60, "id").tries, 2));
    let taken = take_id(&far, 0, "id");
    assert!(way.has_lost());
    assert!(!far.renew(&taken, at(0), LEASE).unwrap());
    assert!(!far.done(taken).unwrap());
    assert_eq!(near.lengths(at(60)).unwrap().held, 1);
}

#[test]
fn who_renews_is_told_so() {
    let (way, near, far) = Way::between();
    near.push("id", at(0)).unwrap();
    let taken = take_id(&far, 0, "id");
    way.loses_the_next(|_| ());
    assert!(far.renew(&taken, at(30), LEASE).unwrap());
    assert!(way.has_lost());
    assert_eq!(near.next_due().unwrap(), Some(at(90)));
}

#[test]
fn who_is_done_is_told_so_and_disturbs_nobody() {
    let (way, near, far) = Way::between();
    near.push("id", at(0)).unwrap();
    let taken = take_id(&far, 0, "id");
    way.loses_the_next(|near| {
        near.push("id", at(0)).unwrap();
        take_id(near, 0, "id");
    });
    assert!(far.done(taken.clone()).unwrap());
    assert!(way.has_lost());
    assert_eq!(near.lengths(at(0)).unwrap().held, 1);
    // Another call is not the same one sent again.
    assert!(!far.done(taken).unwrap());
}

#[test]
fn who_lets_go_is_told_so_and_has_it_taken_once() {
    let (way, near, far) = Way::between();
    near.push("id", at(0)).unwrap();
    let taken = take_id(&far, 0, "id");
    way.loses_the_next(|near| assert!(near.done(take_id(near, 10, "id")).unwrap()));
    assert!(far.later(taken, at(10)).unwrap());
    assert!(way.has_lost());
    assert_eq!(take(&near, 1_000), None);
}

#[test]
fn what_is_pushed_after_it_was_removed_stays() {
    let (way, near, far) = Way::between();
    near.push("id", at(0)).unwrap();
    way.loses_the_next(|near| near.push("id", at(0)).unwrap());
    far.remove("id").unwrap();
    assert!(way.has_lost());
    take_id(&near, 0, "id");
}

type Meanwhile = Box<dyn FnOnce(&Queue) + Send>;

/// What stands between, and loses an answer.
struct Way {
    /// What others do while it is lost, if the next one is to be.
    meanwhile: Arc<Mutex<Option<Meanwhile>>>,
    _server: RedisServer,
}

impl Way {
    /// A way, and a queue as it is seen from before it and from behind it.
    fn between() -> (Self, Queue, Queue) {
        let server = RedisServer::start();
        let near = on(&server.url());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, to) = (listener.local_addr().unwrap().port(), server.port());
        let way = Self { meanwhile: Arc::default(), _server: server };
        let (meanwhile, queue) = (way.meanwhile.clone(), near.clone());
        thread::spawn(move || {
            for client in listener.incoming() {
                let server = TcpStream::connect(("127.0.0.1", to)).unwrap();
                let (meanwhile, queue) = (meanwhile.clone(), queue.clone());
                thread::spawn(move || carry(client.unwrap(), server, &meanwhile, &queue));
            }
        });
        let far = on(&format!("redis://127.0.0.1:{port}"));
        // The connection is there: what comes next is an answer to a script.
        assert_eq!(far.next_due().unwrap(), None);
        (way, near, far)
    }

    fn loses_the_next(&self, meanwhile: impl FnOnce(&Queue) + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some(Box::new(meanwhile));
    }

    fn has_lost(&self) -> bool {
        self.meanwhile.lock().unwrap().is_none()
    }
}

fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    meanwhile: &Mutex<Option<Meanwhile>>,
    queue: &Queue,
) {
    let mut bytes = [0; 1 << 16];
    while let Ok(length @ 1..) = client.read(&mut bytes) {
        server.write_all(&bytes[..length]).unwrap();
        let Ok(length @ 1..) = server.read(&mut bytes) else { break };
        if let Some(others) = meanwhile.lock().unwrap().take() {
            others(queue);
            break;
        }
        client.write_all(&bytes[..length]).unwrap();
    }
    let _ = client.shutdown(Shutdown::Both);
}
