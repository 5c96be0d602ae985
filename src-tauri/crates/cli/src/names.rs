//! Lists of names in arguments: rights and data sets.

use domain::{DataSet, Permission};

use crate::failure::Failure;

/// Rights, separated by commas.
pub(crate) fn permissions(list: &str) -> Result<Vec<Permission>, Failure> {
    let ids = Permission::ALL.map(Permission::id);
    parse(list, Permission::from_id, "a right", &ids)
}

/// Data sets, separated by commas; `logs` and `apps` are short for the long names.
pub(crate) fn data_sets(list: &str) -> Result<Vec<DataSet>, Failure> {
    let read = |name: &str| match name {
        "logs" | "signins" => Some(DataSet::SignIns),
        "offline_enrollment" => Some(DataSet::OfflineLog),
        "administrator" => Some(DataSet::AdminLog),
        "apps" | "integrations" => Some(DataSet::Applications),
        "bypass" => Some(DataSet::BypassCodes),
        "info" => Some(DataSet::Account),
        _ => DataSet::from_id(name),
    };
    parse(list, read, "a data set", &DataSet::ALL.map(DataSet::id))
}

fn parse<T>(
    list: &str,
    read: impl Fn(&str) -> Option<T>,
    what: &str,
    known: &[&str],
) -> Result<Vec<T>, Failure> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let found: Option<Vec<T>> = names.map(|name| read(&name.to_ascii_lowercase())).collect();
    match found {
        Some(found) if !found.is_empty() => Ok(found),
        _ => Err(Failure::usage(format!("That is not {what}. There are: {}.", known.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    #[test]
    fn lists_are_read_with_short_names_and_blanks() {
        assert_eq!(
            data_sets("users, logs,Bypass_Codes").unwrap(),
            [DataSet::Users, DataSet::SignIns, DataSet::BypassCodes]
        );
        assert_eq!(permissions("read_log").unwrap(), [Permission::ReadLog]);
    }

    #[test]
    fn an_unknown_name_or_an_empty_list_is_bad_usage() {
        for list in ["", ",", "users,nothing"] {
            assert_eq!(data_sets(list).unwrap_err().exit, Exit::Usage, "{list}");
        }
        assert_eq!(permissions("write_resource").unwrap_err().exit, Exit::Usage);
    }
}
