//! Requests a minute for each endpoint class.

use crate::api::route::Class;
use crate::config::Quota;

/// How many requests of each class were let through in which minute.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    minutes: [(i64, u32); 3],
}

impl Meter {
    /// Counts a request made at `now` (Unix seconds), or refuses it.
    pub(crate) fn admit(&mut self, quota: Quota, class: Class, now: i64) -> bool {
        let (slot, limit) = match class {
            Class::Object => (0, quota.objects),
            Class::Page => (1, quota.pages),
            Class::Log => (2, quota.logs),
        };
        let Some(limit) = limit else { return true };
        let minute = now.div_euclid(60);
        let used = &mut self.minutes[slot];
        if used.0 != minute {
            *used = (minute, 0);
        }
        let admitted = used.1 < limit;
        used.1 += u32::from(admitted);
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_refused_until_the_next_minute_and_others_are_not() {
        let quota = Quota { logs: Some(2), ..Quota::default() };
        let mut meter = Meter::default();
        assert!(meter.admit(quota, Class::Log, 60));
        assert!(meter.admit(quota, Class::Log, 61));
        assert!(!meter.admit(quota, Class::Log, 119));
        assert!(meter.admit(quota, Class::Page, 119));
        assert!(meter.admit(quota, Class::Log, 120));
    }
}
