/// Bytes of values after which a batch ends: neither side holds much, and the server gets to
/// others in between.
const BYTES: usize = 1 << 20;

/// The most commands of a batch.
const COMMANDS: usize = 1_000;

/// Cuts a list into batches by the bytes of what its items stand for.
pub(super) fn batches<T>(
    mut items: &[T],
    bytes_of: impl Fn(&T) -> usize,
) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |item: &&T| {
            let before = bytes;
            bytes += bytes_of(item);
            before == 0 || bytes <= BYTES
        };
        let length = items.iter().take(COMMANDS).take_while(fits).count();
        let (batch, rest) = items.split_at(length);
        items = rest;
        (!batch.is_empty()).then_some(batch)
    })
}

#[cfg(test)]
mod tests {
    use super::{BYTES, batches};

    #[test]
    fn a_batch_is_bounded_and_nothing_is_lost() {
        let sizes = [1, BYTES, 3 * BYTES, BYTES - 1, 1, 1, 0, 0];
        let cut: Vec<&[usize]> = batches(&sizes, |&size| size).collect();
        assert_eq!(cut, [&sizes[..1], &sizes[1..2], &sizes[2..3], &sizes[3..5], &sizes[5..]]);
        assert_eq!(
            batches(&[0; 2_500], |&size| size).map(<[_]>::len).collect::<Vec<_>>(),
            [1_000, 1_000, 500]
        );
    }
}
