use std::borrow::Cow;

/// The text of an element, which arrives in pieces: it is split at every reference.
#[derive(Default)]
pub(super) struct Text<'x>(Cow<'x, str>);

impl<'x> Text<'x> {
    /// Appends a piece; the first one is not copied.
    #[inline]
    pub(super) fn push(&mut self, piece: Cow<'x, str>) {
        if self.0.is_empty() {
            self.0 = piece;
        } else {
            self.0.to_mut().push_str(&piece);
        }
    }

    pub(super) fn push_char(&mut self, character: char) {
        self.0.to_mut().push(character);
    }

    /// The text exactly as it is; `None` for none.
    pub(super) fn exact(self) -> Option<Cow<'x, str>> {
        (!self.0.is_empty()).then_some(self.0)
    }

    /// The text of an element that should have only children: `None` too for what merely
    /// indents them.
    pub(super) fn beside_children(self) -> Option<String> {
        let is_blank = self.0.bytes().all(|byte| byte.is_ascii_whitespace());
        (!is_blank).then(|| self.0.into_owned())
    }
}
