//! One list of promises for all homes.

/// Makes a test of each promise in each home: a function that is generic over the place where it
/// is to hold, once for every place that is named, in a module of the place's name.
#[macro_export]
macro_rules! promises {
    ($($backend:ident: $place:ty),+; $($promise:ident),+ $(,)?) => {
        $crate::promises!(@each [$($backend: $place),+] [$($promise),+]);
    };
    (@each [$($backend:ident: $place:ty),+] $promises:tt) => {
        $($crate::promises!(@one $backend: $place, $promises);)+
    };
    (@one $backend:ident: $place:ty, [$($promise:ident),+]) => {
        mod $backend {
            $(
                #[test]
                fn $promise() {
                    super::$promise::<$place>();
                }
            )+
        }
    };
}
