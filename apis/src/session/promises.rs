//! What a basket promises, whatever is done with it.

use proptest::prelude::*;
use storage::{model::VideoId, state::MAX_VALUE};

use super::{Basket, BasketError, MAX_VIDEOS, stored};

/// The video of a number; every seventh has an id without bits.
fn video(number: usize) -> VideoId {
    match number % 7 {
        6 => format!("video{number:05}B").parse().unwrap(),
        _ => with_bits(number),
    }
}

fn with_bits(number: usize) -> VideoId {
    VideoId::from_bits((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[derive(Debug, Clone)]
enum Act {
    Add(Vec<usize>),
    Remove(usize),
    Move(usize, usize),
    Set(Vec<usize>),
    Clear,
    Undo,
    Store,
}

fn act() -> impl Strategy<Value = Act> {
    let some = || prop::collection::vec(0..20_usize, 0..8);
    prop_oneof![
        3 => some().prop_map(Act::Add),
        3 => (0..20_usize).prop_map(Act::Remove),
        3 => (0..20_usize, 0..25_usize).prop_map(|(number, place)| Act::Move(number, place)),
        1 => some().prop_map(Act::Set),
        1 => Just(Act::Clear),
        4 => Just(Act::Undo),
        1 => Just(Act::Store),
    ]
}

fn videos(numbers: &[usize]) -> Vec<VideoId> {
    numbers.iter().map(|&number| video(number)).collect()
}

/// The same on a plain list, written so that it is plainly right.
fn act_plainly(list: &mut Vec<VideoId>, act: &Act) {
    match act {
        Act::Add(numbers) => {
            for video in videos(numbers) {
                if !list.contains(&video) {
                    list.push(video);
                }
            }
        }
        Act::Remove(number) => list.retain(|&other| other != video(*number)),
        Act::Move(number, place) => {
            if list.contains(&video(*number)) {
                list.retain(|&other| other != video(*number));
                list.insert((*place).min(list.len()), video(*number));
            }
        }
        Act::Set(numbers) => {
            list.clear();
            act_plainly(list, &Act::Add(numbers.clone()));
        }
        Act::Clear => list.clear(),
        Act::Undo | Act::Store => {}
    }
}

proptest! {
    #[test]
    fn a_basket_is_a_list_without_duplicates_and_undo_restores_it_exactly(
        acts in prop::collection::vec(act(), 0..60),
    ) {
        let mut basket = Basket::default();
        let mut list: Vec<VideoId> = Vec::new();
        let mut before: Vec<Vec<VideoId>> = Vec::new();
        for act in acts {
            let earlier = list.clone();
            act_plainly(&mut list, &act);
            match &act {
                Act::Add(numbers) => {
                    let new = basket.add(&videos(numbers)).unwrap();
                    prop_assert_eq!(new, list.len() - earlier.len());
                }
                Act::Remove(number) => {
                    let was_there = basket.remove(video(*number));
                    prop_assert_eq!(was_there, earlier.contains(&video(*number)));
                }
                Act::Move(number, place) => {
                    let is_there = basket.move_to(video(*number), *place);
                    prop_assert_eq!(is_there, list.contains(&video(*number)));
                }
                Act::Set(numbers) => basket.set(videos(numbers)).unwrap(),
                Act::Clear => basket.clear(),
                Act::Undo => {
                    let last = before.pop();
                    prop_assert_eq!(basket.undo(), last.is_some());
                    list = last.unwrap_or(list);
                }
                Act::Store => {
                    let stored = stored::read(&stored::write(&basket));
                    prop_assert_eq!(&stored, &basket);
                    basket = stored;
                }
            }
            // What changes nothing is nothing to take back.
            if !matches!(act, Act::Undo) && list != earlier {
                before.push(earlier);
            }
            prop_assert_eq!(basket.videos(), &list[..]);
            prop_assert_eq!(basket.can_undo(), !before.is_empty());
            for number in 0..20 {
                prop_assert_eq!(basket.contains(video(number)), list.contains(&video(number)));
            }
        }
    }

    #[test]
    fn bytes_of_any_kind_are_read_or_taken_for_an_empty_basket(
        mut bytes in prop::collection::vec(any::<u8>(), 0..200),
        is_ours: bool,
    ) {
        if let (true, Some(version)) = (is_ours, bytes.first_mut()) {
            *version = 1;
        }
        let mut basket = stored::read(&bytes);
        while basket.can_undo() {
            basket.undo();
        }
    }
}

#[test]
fn a_full_basket_takes_all_or_nothing() {
    let mut basket = Basket::default();
    let all: Vec<VideoId> = (0..MAX_VIDEOS + 1).map(video).collect();
    assert_eq!(basket.add(&all[..4_990]), Ok(4_990));
    let error = basket.add(&all[4_980..]).unwrap_err();
    assert_eq!(error, BasketError::Full { there: 4_990, more: 11 });
    insta::assert_snapshot!(
        error,
        @"the basket holds at most 5000 videos: it has 4990, and 11 more do not fit. Remove some, or make a playlist of them and clear it"
    );
    assert_eq!(basket.len(), 4_990);
    assert_eq!(basket.add(&all[4_980..MAX_VIDEOS]), Ok(10));
    assert_eq!(basket.set(all.clone()), Err(BasketError::Full { there: 0, more: 5_001 }));
    assert_eq!(basket.videos(), &all[..MAX_VIDEOS]);
    assert!(basket.undo());
    assert_eq!(basket.len(), 4_990);
}

#[test]
fn twenty_steps_can_be_undone_and_the_largest_basket_can_be_kept() {
    for video in [with_bits, |number| format!("video{number:05}B").parse().unwrap()] {
        let mut basket = Basket::default();
        let mut before = Vec::new();
        for round in 0..150 {
            before.push(basket.videos().to_vec());
            basket.set((round..round + MAX_VIDEOS).map(video).collect()).unwrap();
        }
        let stored = stored::write(&basket);
        assert!(stored.len() < MAX_VALUE, "{}", stored.len());
        let mut basket = stored::read(&stored);
        let mut undone = 0;
        while basket.undo() {
            undone += 1;
            assert!(basket.videos() == before.pop().unwrap());
        }
        // Ids that YouTube gives out have bits.
        assert!(undone >= if video(0).to_bits().is_some() { 20 } else { 15 }, "{undone}");
    }
    let mut basket = Basket::default();
    (0..300).for_each(|number| drop(basket.add(&[with_bits(number)])));
    assert!(stored::write(&basket).len() < 300 * 8 + 1_000);
    assert_eq!((0..300).filter(|_| basket.undo()).count(), 100);
}
