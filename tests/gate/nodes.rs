//! Several nodes behind one nginx.

use crate::gate::Gate;

#[test]
fn a_node_that_is_lost_is_not_noticed() {
    let gate = Gate::with(2, &[]);
    let browser = gate.browser();
    let ask =
        |number: usize| browser.get(&format!("/api/v1/search?q=harbour&limit={number}")).status;
    assert!((1..20).all(|number| ask(number) == 200));
    for node in [&gate.served, &gate.others[0]] {
        assert!(node.log().contains("/api/v1/search"), "each has its part");
    }
    gate.served.signal("KILL");
    assert!((20..60).all(|number| ask(number) == 200));
}
