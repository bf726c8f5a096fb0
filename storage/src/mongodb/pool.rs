use std::{
    any::Any,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread::{self, JoinHandle},
};

/// Threads that take pieces of work off a short queue. After the first failure they do nothing
/// more; it is told to who puts the next piece.
pub(super) struct Pool<W, E> {
    shared: Arc<Shared<W, E>>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared<W, E> {
    state: Mutex<State<W, E>>,
    /// Told of every change.
    changed: Condvar,
}

struct State<W, E> {
    waiting: VecDeque<W>,
    /// Pieces that threads work on.
    under_way: usize,
    failure: Option<E>,
    /// Goes on in the thread that waits.
    panic: Option<Box<dyn Any + Send>>,
    closed: bool,
}

impl<W: Send + 'static, E: Clone + Send + 'static> Pool<W, E> {
    /// Starts threads that do `work`.
    pub(super) fn start(
        threads: usize,
        work: impl Fn(W) -> Result<(), E> + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let state = State {
            waiting: VecDeque::new(),
            under_way: 0,
            failure: None,
            panic: None,
            closed: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let work = Arc::new(work);
        let mut pool = Self { shared, threads: Vec::new() };
        for _ in 0..threads {
            let (shared, work) = (pool.shared.clone(), work.clone());
            let thread = thread::Builder::new().name("mongodb".to_owned());
            pool.threads.push(thread.spawn(move || shared.run(&*work))?);
        }
        Ok(pool)
    }

    /// Puts a piece of work into the queue; waits while there is one for each thread.
    pub(super) fn put(&self, piece: W) -> Result<(), E> {
        let mut state = self.shared.wait(|state| state.waiting.len() < self.threads.len())?;
        state.waiting.push_back(piece);
        self.shared.changed.notify_all();
        Ok(())
    }

    /// Waits until all is done.
    pub(super) fn drain(&self) -> Result<(), E> {
        self.shared.wait(|state| state.waiting.is_empty() && state.under_way == 0).map(drop)
    }
}

impl<W, E> Drop for Pool<W, E> {
    /// What has not been begun is not done.
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        state.waiting.clear();
        drop(state);
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that has panicked has said so.
            let _ = thread.join();
        }
    }
}

impl<W, E> Shared<W, E> {
    fn lock(&self) -> MutexGuard<'_, State<W, E>> {
        self.state.lock().expect("nothing panics while it has the state")
    }

    fn run(&self, work: &(impl Fn(W) -> Result<(), E> + ?Sized)) {
        loop {
            let mut state = self.lock();
            let piece = loop {
                if let Some(piece) = state.waiting.pop_front() {
                    break piece;
                }
                if state.closed {
                    return;
                }
                state = self.changed.wait(state).expect("nothing panics while it has the state");
            };
            state.under_way += 1;
            drop(state);
            self.changed.notify_all();
            let outcome = catch_unwind(AssertUnwindSafe(|| work(piece)));
            let mut state = self.lock();
            state.under_way -= 1;
            let outcome = outcome.unwrap_or_else(|panic| {
                state.panic = Some(panic);
                Ok(())
            });
            if let Err(failure) = outcome {
                state.failure.get_or_insert(failure);
                state.waiting.clear();
            }
            drop(state);
            self.changed.notify_all();
        }
    }
}

impl<W, E: Clone> Shared<W, E> {
    /// Waits for a condition, or for a failure.
    fn wait(
        &self,
        mut condition: impl FnMut(&State<W, E>) -> bool,
    ) -> Result<MutexGuard<'_, State<W, E>>, E> {
        let mut state = self.lock();
        loop {
            if let Some(panic) = state.panic.take() {
                drop(state);
                resume_unwind(panic);
            }
            if let Some(failure) = &state.failure {
                return Err(failure.clone());
            }
            if condition(&state) {
                return Ok(state);
            }
            state = self.changed.wait(state).expect("nothing panics while it has the state");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use super::Pool;

    #[test]
    fn all_is_done_when_it_is_drained() {
        let sum = Arc::new(AtomicU32::new(0));
        let pool = Pool::start(3, {
            let sum = sum.clone();
            move |piece: u32| {
                sum.fetch_add(piece, Ordering::Relaxed);
                Ok::<(), ()>(())
            }
        })
        .unwrap();
        for round in 1..=2 {
            (1..=100).for_each(|piece| pool.put(piece).unwrap());
            pool.drain().unwrap();
            assert_eq!(sum.load(Ordering::Relaxed), round * 5_050);
        }
    }

    #[test]
    fn a_failure_is_told_and_ends_the_work() {
        let pool = Pool::start(2, |piece: u32| if piece == 3 { Err("three") } else { Ok(()) });
        let pool = pool.unwrap();
        let told = (1..1_000).find_map(|piece| pool.put(piece).err());
        assert_eq!(told.or_else(|| pool.drain().err()), Some("three"));
        assert_eq!(pool.drain(), Err("three"));
    }
}
