//! Lists of works: what their cursors belong to, and what a list without a query is.

use apis::{
    catalogue::{CatalogueError, Listing},
    playlist::{Options, Order},
};

use crate::demo::Demo;

#[test]
fn without_a_query_all_works_are_listed_those_that_can_be_heard_first() {
    let catalogue = Demo::loaded().catalogue();
    let options = Options { limit: 10_000, ..Options::default() };
    let page = catalogue.works(None, &Listing { options, cursor: None }).unwrap();
    assert_eq!((page.query.as_str(), page.total), ("", catalogue.totals()));
    assert_eq!(page.works.len() as u64, page.total.works);
    let heard: Vec<bool> = page.works.iter().map(|work| !work.videos.is_empty()).collect();
    assert!(heard.is_sorted_by(|a, b| a >= b) && heard.contains(&true));
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    let catalogue = Demo::loaded().catalogue();
    let next = |order| {
        let options = Options { limit: 2, order, ..Options::default() };
        catalogue.works(None, &Listing { options, cursor: None }).unwrap().next.unwrap()
    };
    let (best, date) = (next(Order::Best), next(Order::Date));
    assert!(best.starts_with("20200806.w") && date.starts_with("20200806.w"), "{best} {date}");
    let videos = catalogue.videos("has:video", &Options::default(), None).unwrap().next.unwrap();
    for (order, cursor) in [
        (Order::Best, date.as_str()),
        (Order::Date, &best),
        (Order::Date, &videos),
        (Order::Best, &videos),
        (Order::Best, "20200806.w"),
        (Order::Best, "20200806.wr999999999"),
        (Order::Best, "20190101.wr1"),
        (Order::Date, "20200806.w-1"),
        (Order::Date, ""),
    ] {
        let options = Options { order, ..Options::default() };
        let listing = Listing { options, cursor: Some(cursor) };
        let refused = catalogue.works(None, &listing);
        assert!(matches!(refused, Err(CatalogueError::Cursor(_))), "{order}: {cursor}");
    }
    assert!(catalogue.videos("has:video", &Options::default(), Some(&date)).is_err());
}
