//! Wizard drafts. What was typed stays here, the secret above all; nothing of it is ever sent back.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use domain::Permission;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::Code;
use crate::api::{
    CheckReport, CommandError, Draft, DraftMove, DraftPaste, DraftRef, DraftSet, Field, FieldKind,
    FieldResult, PasteResult, PastedSet, Resumed,
};
use crate::fields;
use crate::kept::Kept;
use crate::paste::{self, ParsedSet};
use crate::ports::SampleTarget;

/// The three fields that a check needs.
const KEYS: [Field; 3] = [Field::Host, Field::Ikey, Field::Skey];

/// Open drafts.
#[derive(Default)]
pub(crate) struct Drafts {
    open: Mutex<HashMap<String, State>>,
}

#[derive(Default)]
struct State {
    sample: bool,
    /// Nothing of it is kept.
    passing: bool,
    slots: HashMap<Field, Slot>,
    checked: Option<CheckReport>,
    wanted: Vec<Permission>,
    /// The rights picked, once they were told.
    picked: Option<Vec<Permission>>,
    running: CancellationToken,
}

/// What was typed (it may be a secret in the wrong field) and what became of it.
struct Slot {
    raw: Zeroizing<String>,
    result: FieldResult,
}

/// A draft's values for a check or a save.
pub(crate) struct Values {
    pub(crate) sample: bool,
    pub(crate) host: String,
    pub(crate) ikey: String,
    pub(crate) skey: Zeroizing<String>,
    pub(crate) report: Option<CheckReport>,
    pub(crate) wanted: Vec<Permission>,
    pub(crate) cancel: CancellationToken,
}

impl Drafts {
    /// Opens a draft: on the sample tenant, for one check only, or with what was kept of an earlier one.
    pub(crate) fn open(
        &self,
        sample: Option<SampleTarget>,
        one_off: bool,
        kept: Option<Kept>,
    ) -> Result<Draft, CommandError> {
        let passing = one_off || sample.is_some();
        let mut state = State { sample: sample.is_some(), passing, ..State::default() };
        let resumed = kept.map(|kept| state.resume(kept));
        if let Some(target) = sample {
            state.put(Field::Host, Zeroizing::new(target.host), &[]);
            state.put(Field::Ikey, Zeroizing::new(target.ikey), &[]);
            state.put(Field::Skey, target.skey, &[]);
        }
        let id = uuid::Uuid::new_v4().to_string();
        let draft = Draft { resumed, ..state.describe(&id) };
        self.lock()?.insert(id, state);
        Ok(draft)
    }

    /// From here on it is kept, with these rights.
    pub(crate) fn retain(&self, draft: &str, want: &[Permission]) -> Result<(), CommandError> {
        self.with(draft, |state| {
            state.passing = state.sample;
            state.picked = Some(want.to_vec());
        })
    }

    /// What is to be kept of it; none when nothing of it may be.
    pub(crate) fn kept(&self, draft: &str, at: DateTime<Utc>) -> Result<Option<Kept>, CommandError> {
        self.with(draft, |state| (!state.passing).then(|| state.kept(at)))
    }

    /// Host and integration key, once both were accepted.
    pub(crate) fn keys(&self, draft: &str) -> Result<Option<(String, String)>, CommandError> {
        self.with(draft, |state| Some((state.accepted(Field::Host)?, state.accepted(Field::Ikey)?)))
    }

    /// A draft with a saved connection's open values.
    pub(crate) fn open_like(&self, host: &str, ikey: &str) -> Result<Draft, CommandError> {
        let mut state = State { passing: true, ..State::default() };
        state.put(Field::Host, Zeroizing::new(host.to_owned()), &[]);
        state.put(Field::Ikey, Zeroizing::new(ikey.to_owned()), &[]);
        let id = uuid::Uuid::new_v4().to_string();
        let draft = state.describe(&id);
        self.lock()?.insert(id, state);
        Ok(draft)
    }

    pub(crate) fn close(&self, draft: &DraftRef) -> Result<(), CommandError> {
        if let Some(state) = self.lock()?.remove(&draft.draft) {
            state.running.cancel();
        }
        Ok(())
    }

    pub(crate) fn paste(&self, paste: DraftPaste) -> Result<PasteResult, CommandError> {
        let text = Zeroizing::new(paste.text);
        let parsed = paste::parse(&text);
        self.with(&paste.draft, |state| {
            let chosen = match (paste.choose, parsed.sets.len()) {
                (Some(index), _) => Some(index),
                (None, 1) => Some(0),
                (None, _) => None,
            };
            if let Some(set) = chosen.and_then(|index| parsed.sets.get(index as usize)) {
                state.take(set);
            }
            PasteResult {
                sets: parsed.sets.iter().map(describe_set).collect(),
                chosen,
                ignored: parsed.ignored.clone(),
                fields: state.results(),
            }
        })
    }

    pub(crate) fn set(&self, set: DraftSet, taken: &[String]) -> Result<FieldResult, CommandError> {
        let raw = Zeroizing::new(set.value);
        self.with(&set.draft, |state| state.put(set.field, raw, taken))
    }

    pub(crate) fn shift(&self, shift: &DraftMove, taken: &[String]) -> Result<Draft, CommandError> {
        self.with(&shift.draft, |state| {
            let from = state.slots.remove(&shift.from);
            let to = state.slots.remove(&shift.to);
            if let Some(slot) = from {
                state.put(shift.to, slot.raw, taken);
            }
            if let Some(slot) = to {
                state.put(shift.from, slot.raw, taken);
            }
            state.describe(&shift.draft)
        })
    }

    /// The values, once all three are accepted.
    pub(crate) fn values(&self, draft: &str) -> Result<Values, CommandError> {
        self.with(draft, |state| {
            let raw = |field| {
                state.slots.get(&field).map_or_else(Zeroizing::default, |slot: &Slot| slot.raw.clone())
            };
            Values {
                sample: state.sample,
                host: raw(Field::Host).to_string(),
                ikey: raw(Field::Ikey).to_string(),
                skey: raw(Field::Skey),
                report: state.checked.clone(),
                wanted: state.wanted.clone(),
                cancel: state.running.clone(),
            }
        })
    }

    /// Begins a check: stops one that runs, gives an older result of the same values away.
    pub(crate) fn begin_check(
        &self,
        draft: &str,
        wanted: &[Permission],
    ) -> Result<(CancellationToken, Option<CheckReport>), CommandError> {
        self.with(draft, |state| {
            state.running.cancel();
            state.running = CancellationToken::new();
            let earlier = state.checked.take().filter(|_| state.wanted == wanted);
            state.wanted = wanted.to_vec();
            (state.running.clone(), earlier)
        })
    }

    pub(crate) fn cancel_check(&self, draft: &str) -> Result<(), CommandError> {
        self.with(draft, |state| state.running.cancel())
    }

    /// Keeps a result, unless an input changed while it was made.
    pub(crate) fn keep(
        &self,
        draft: &str,
        report: &CheckReport,
        made_by: &CancellationToken,
    ) -> Result<(), CommandError> {
        self.with(draft, |state| {
            if !made_by.is_cancelled() {
                state.checked = Some(report.clone());
            }
        })
    }

    fn with<T>(&self, draft: &str, work: impl FnOnce(&mut State) -> T) -> Result<T, CommandError> {
        self.lock()?.get_mut(draft).map(work).ok_or_else(|| CommandError::new(Code::DraftUnknown))
    }

    fn lock(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, State>>, CommandError> {
        self.open.lock().map_err(|_| CommandError::new(Code::Internal))
    }
}

impl State {
    /// Any change makes an older check stale.
    fn put(&mut self, field: Field, raw: Zeroizing<String>, taken: &[String]) -> FieldResult {
        let result = match field {
            Field::Host => fields::check_host(&raw),
            Field::Ikey => fields::check_ikey(&raw),
            Field::Skey => fields::check_skey(&raw).0,
            Field::Name => fields::check_name(&raw, taken),
        };
        if KEYS.contains(&field) {
            self.running.cancel();
            self.checked = None;
        }
        self.slots.insert(field, Slot { raw, result: result.clone() });
        result
    }

    fn take(&mut self, set: &ParsedSet) {
        let plain = |text: &Option<String>| text.clone().map(Zeroizing::new);
        for (field, value) in [
            (Field::Host, plain(&set.host)),
            (Field::Ikey, plain(&set.ikey)),
            (Field::Skey, set.skey.clone()),
        ] {
            if let Some(value) = value {
                self.put(field, value, &[]);
            }
        }
    }

    fn resume(&mut self, kept: Kept) -> Resumed {
        for (field, value) in [(Field::Host, kept.host), (Field::Ikey, kept.ikey)] {
            if !value.is_empty() {
                self.put(field, Zeroizing::new(value), &[]);
            }
        }
        self.picked = Some(kept.want.clone());
        Resumed { name: kept.name, want: kept.want, at: kept.at }
    }

    fn kept(&self, at: DateTime<Utc>) -> Kept {
        let value = |field| self.accepted(field).unwrap_or_default();
        let want = self.picked.clone().unwrap_or_else(|| Permission::WANTED.to_vec());
        Kept { host: value(Field::Host), ikey: value(Field::Ikey), name: value(Field::Name), want, at }
    }

    /// The cleaned value of an open field that was accepted; what was refused may be a secret.
    fn accepted(&self, field: Field) -> Option<String> {
        self.slots.get(&field).filter(|slot| accepted(&slot.result))?.result.value.clone()
    }

    fn results(&self) -> Vec<FieldResult> {
        let order = [Field::Host, Field::Ikey, Field::Skey, Field::Name];
        order.iter().filter_map(|field| self.slots.get(field)).map(|slot| slot.result.clone()).collect()
    }

    fn describe(&self, id: &str) -> Draft {
        Draft { draft: id.to_owned(), sample: self.sample, fields: self.results(), resumed: None }
    }
}

fn describe_set(set: &ParsedSet) -> PastedSet {
    PastedSet {
        host: set.host.clone(),
        ikey: set.ikey.clone(),
        skey_length: set.skey.as_ref().and_then(|skey| u32::try_from(skey.chars().count()).ok()),
    }
}

/// Whether the input was taken.
pub(crate) fn accepted(result: &FieldResult) -> bool {
    matches!(result.kind, FieldKind::Accept | FieldKind::AcceptNormalised | FieldKind::AcceptWarn)
}
