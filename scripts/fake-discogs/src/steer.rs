//! What a test does with a stand-in while it runs.

use jiff::Timestamp;

use crate::{
    books::Books,
    checksum::Form,
    faults::{Fault, Happening, On},
    name,
    options::{Missing, Options},
    server::FakeDiscogs,
};

impl FakeDiscogs {
    /// Publishes a file or replaces it. It is of its day at 19:30 UTC, or an hour younger than the
    /// one that it replaces.
    ///
    /// # Panics
    /// When its name does not begin with `discogs_` and a day, as `discogs_20261101_`.
    pub fn put(&self, name: &str, content: impl Into<Vec<u8>>) {
        self.world.lock().dumps.put(name, content.into().into(), None);
    }

    /// Publishes a file or replaces it, modified at this time.
    ///
    /// # Panics
    /// As [`put`](Self::put).
    pub fn put_at(&self, name: &str, content: impl Into<Vec<u8>>, modified: Timestamp) {
        self.world.lock().dumps.put(name, content.into().into(), Some(modified));
    }

    /// Takes a file away, and tells whether it was there.
    pub fn remove(&self, name: &str) -> bool {
        self.world.lock().dumps.remove(name)
    }

    /// Publishes a whole month: the files of these kinds (`labels`), of this date (`20261101`), and
    /// then the CHECKSUM file in today's form.
    ///
    /// # Panics
    /// When the date is none.
    pub fn put_month<Kind: AsRef<str>, Content: Into<Vec<u8>>>(
        &self,
        date: &str,
        files: impl IntoIterator<Item = (Kind, Content)>,
    ) {
        let mut names = Vec::new();
        for (kind, content) in files {
            let name = format!("discogs_{date}_{}.xml.gz", kind.as_ref());
            self.put(&name, content);
            names.push(name);
        }
        let text = self.checksum_text(&names, Form::OneSpace);
        self.put(&format!("discogs_{date}_CHECKSUM.txt"), text);
    }

    /// What a CHECKSUM file says of these published files, in this order.
    ///
    /// # Panics
    /// When one of them is not published.
    #[must_use]
    pub fn checksum_text<Name: AsRef<str>>(
        &self,
        names: impl IntoIterator<Item = Name>,
        form: Form,
    ) -> String {
        let state = self.world.lock();
        let line = |name: Name| {
            let name = name.as_ref();
            let file = state.dumps.get(&name::key(name));
            form.line(name, &file.unwrap_or_else(|| panic!("{name} is not published")).content)
        };
        names.into_iter().map(line).collect()
    }

    /// The next such request that this can happen to goes wrong.
    pub fn fail_next(&self, on: On, fault: Fault) {
        self.fail(on, fault, 1);
    }

    /// So many such requests go wrong. Faults come in the order in which they were asked for, one a
    /// request.
    pub fn fail(&self, on: On, fault: Fault, times: u32) {
        self.world.lock().faults.add(on, Happening::Fault(fault), times);
    }

    /// The next answer with this file breaks off after its half; from its beginning on, the file is
    /// this one, with another ETag.
    pub fn replace_during_next(&self, name: &str, content: impl Into<Vec<u8>>) {
        let happening = Happening::Replacement(content.into().into());
        self.world.lock().faults.add(On::Name(name.to_owned()), happening, 1);
    }

    /// How many faults and replacements are still to come.
    #[must_use]
    pub fn faults_left(&self) -> u32 {
        self.world.lock().faults.left()
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.world.lock().faults.clear();
    }

    /// Lets so many bytes of every body out in a second, also of those on their way; all at once
    /// with none.
    ///
    /// # Panics
    /// When it is 0: see [`Fault::Stall`] for bodies that stop.
    pub fn throttle(&self, bytes_per_second: impl Into<Option<u64>>) {
        let rate = bytes_per_second.into();
        assert!(rate != Some(0), "nothing would ever go out");
        self.change(|options| options.bytes_per_second = rate);
    }

    /// See [`Options::ignores_ranges`].
    pub fn set_ignores_ranges(&self, ignores: bool) {
        self.change(|options| options.ignores_ranges = ignores);
    }

    /// See [`Options::page_size`].
    pub fn set_page_size(&self, keys: usize) {
        self.change(|options| options.page_size = keys);
    }

    /// See [`Options::missing`].
    pub fn set_missing(&self, missing: Missing) {
        self.change(|options| options.missing = missing);
    }

    /// See [`Options::forbids_listing`].
    pub fn set_forbids_listing(&self, forbids: bool) {
        self.change(|options| options.forbids_listing = forbids);
    }

    /// What was asked so far.
    #[must_use]
    pub fn books(&self) -> Books {
        self.world.lock().ledger.books()
    }

    /// Begins new books.
    pub fn clear_books(&self) {
        self.world.lock().ledger.clear();
    }

    fn change(&self, change: impl FnOnce(&mut Options)) {
        change(&mut self.world.lock().options);
    }
}
