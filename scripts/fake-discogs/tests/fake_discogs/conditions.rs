//! Who has it already is not sent it again.

use fake_discogs::Layout;
use reqwest::{
    Method,
    header::{ETAG, IF_NONE_MATCH},
};

use crate::client::{CHECKSUM, LABELS, asking, file, get, header, listing, published, read};

#[test]
fn what_the_client_has_is_not_modified() {
    let discogs = published();
    let mut urls = vec![listing(&discogs, Layout::Query), listing(&discogs, Layout::S3)];
    urls.push(listing(&discogs, Layout::Folder));
    for layout in Layout::ALL {
        urls.extend([LABELS, CHECKSUM].map(|name| file(&discogs, layout, name)));
    }
    for url in urls {
        let etag = header(&get(&url), ETAG).unwrap();
        for method in [Method::GET, Method::HEAD] {
            for tags in [etag.clone(), format!("\"other\", {etag}"), format!("W/{etag}")] {
                let answer = asking(method.clone(), &url).header(IF_NONE_MATCH, &tags).send();
                let answer = answer.unwrap();
                assert_eq!(header(&answer, ETAG).as_ref(), Some(&etag));
                assert_eq!(read(answer), (304, Vec::new()), "{method} {url} {tags}");
            }
        }
        let answer = asking(Method::GET, &url).header(IF_NONE_MATCH, "\"other\"").send();
        assert_eq!(answer.unwrap().status(), 200);
    }
}

#[test]
fn a_listing_with_another_file_is_another() {
    let discogs = published();
    let listings =
        [Layout::Query, Layout::S3, Layout::Folder].map(|layout| listing(&discogs, layout));
    let tags = listings.each_ref().map(|url| header(&get(url), ETAG).unwrap());
    discogs.put("discogs_20261201_labels.xml.gz", "new");
    for (url, tag) in listings.iter().zip(tags) {
        let answer = asking(Method::GET, url).header(IF_NONE_MATCH, tag).send().unwrap();
        assert_eq!(answer.status(), 200);
    }
}

#[test]
fn an_etag_follows_the_content_alone() {
    let discogs = published();
    let url = file(&discogs, Layout::Query, LABELS);
    let etag = || header(&get(&url), ETAG).unwrap();
    let first = etag();
    discogs.put(LABELS, "another");
    assert_ne!(etag(), first);
    discogs.put(LABELS, crate::client::content());
    assert_eq!(etag(), first);
}
