//! Exit codes: one table from the engine's codes.

use std::process::ExitCode;

use engine::Code;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done; a check: verified.
    Done = 0,
    /// Bad input or usage.
    Usage = 2,
    /// Duo was not reached, or something else answered.
    NotReached = 3,
    /// Duo refuses the credentials.
    Refused = 4,
    /// Some wanted right is missing.
    Limited = 5,
    /// The keys belong to another type of application.
    WrongType = 6,
    /// Duo asks to slow down, for too long.
    RateLimited = 7,
    /// Duo, or this program, is at fault.
    Fault = 8,
    /// The keychain.
    Keychain = 9,
    /// Disk or database.
    LocalData = 10,
    /// Cancelled.
    Cancelled = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The exit code of a run that ended with this code.
    #[allow(clippy::enum_glob_use, clippy::match_same_arms, reason = "a table, by family")]
    pub(crate) const fn of(code: Code) -> Self {
        use Code::*;
        match code {
            // Things to know; nothing has failed.
            Sample | ViaProxy | Needs | TlsInspection | ClockOff | ClockFar | ExcessRights
            | ExcessUnknown | FileRecovered | FileReset => Self::Done,

            HostEmpty | HostNormalised | HostUnusualId | HostUserinfo | HostBackslash | HostFragment
            | HostQuery | HostPercent | HostPort | HostPath | HostScheme | HostIp | HostLocal
            | HostNotDuo | HostLookalike | HostNonAscii | HostInvisible | HostWhitespace | HostControl
            | HostPunycode | HostAdminPanel | HostFormat | HostChars | HostTooLong | HostMissingSuffix
            | HostMissingApi | HostIsIkey | HostIsSecret => Self::Usage,
            IkeyEmpty | IkeyNormalised | IkeyLength | IkeyPrefix | IkeyChars | IkeyWhitespace
            | IkeyInvisible | IkeyControl | IkeyNonAscii | IkeyIsHost | IkeyIsSecret | IkeyIsObjectId
            | IkeyPlaceholder | IkeyTooLong => Self::Usage,
            SkeyEmpty | SkeyNormalised | SkeyUnusualLength | SkeyTooShort | SkeyTooLong | SkeyChars
            | SkeyWhitespace | SkeyInvisible | SkeyControl | SkeyNonAscii | SkeyIsIkey | SkeyIsHost
            | SkeyMasked | SkeyPlaceholder => Self::Usage,
            NameEmpty | NameNormalised | NameTooLong | NameDuplicate | NameBidi | NameControl
            | NameInvisible | NameUnprintable | NameCombining | NameIsSecret => Self::Usage,
            BadArguments | UnknownCommand | UnknownView | UnknownColumn | ClientUnknown | DraftUnknown
            | OtherAccount | TextIsSecret | NotChecked | NotAllowed | ConnectionExists | ChildUnknown
            | PictureUnreadable | PictureLarge => Self::Usage,
            // This computer lacks what pages are set in.
            NoFont => Self::Usage,
            ConnectionsUnreadable | BackupUnreadable | BackupDamaged => Self::Usage,
            // Whoever set them can mend them; nothing was tried.
            ProxyAddress | ProxyVariable | CaFile | CaFilePart => Self::Usage,

            NetDns | NetDnsAll | NetConnect | NetTimeout | NetReset | NetTruncated | NetProtocol | NetTls
            | NetTlsUntrusted | NetTlsInspected | NetTlsExpired | NetTlsName | NetTlsVersion | NetProxy
            | NetProxyAuth | NetProxyRefused => Self::NotReached,
            // Duo sends none of these: something between answered.
            RespTooLarge | RespNotJson | RespRedirect => Self::NotReached,

            // 40104 and 40105 are 401 too.
            AuthSignature | AuthIkey | AuthNoCredentials | AuthRotated | ClockSkew => Self::Refused,
            PermMissing | PermNoneOrNetwork | NotInEdition | NotOffered | ListTruncated => Self::Limited,
            AppTypeAuthApi | AppTypeAccountsApi | AppTypeUnknown => Self::WrongType,
            // Its key opens other accounts; this one needs one of its own.
            ChildElsewhere => Self::WrongType,
            RateLimit => Self::RateLimited,
            RespBadJson | RespIncomplete | ServerError | SchemaChanged | PageLoop | RowBad | BugRequest
            | Internal => Self::Fault,
            KeyMissing | KeySession | KeyBad | KeyLocked | KeyTimeout | KeyUnavailable => Self::Keychain,
            FileNewer | FileUnreadable | FileReadonly | LinkNotOpened | DbCorrupt | DbSetAside
            | DbMissing | DbBusy | DbIo | DiskFull | SyncRunning => Self::LocalData,
            Cancelled => Self::Cancelled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The prefixes that cli.md groups; the match itself makes sure that no code is forgotten.
    #[test]
    fn codes_of_a_family_end_alike() {
        for code in Code::ALL {
            let expected = match code.as_str().split_once('_').map_or(code.as_str(), |(family, _)| family) {
                "HOST" | "IKEY" | "SKEY" | "NAME" => Exit::Usage,
                "NET" => Exit::NotReached,
                "AUTH" => Exit::Refused,
                "PERM" => Exit::Limited,
                "APP" => Exit::WrongType,
                "KEY" => Exit::Keychain,
                "DB" | "DISK" => Exit::LocalData,
                _ => continue,
            };
            assert_eq!(Exit::of(*code), expected, "{}", code.as_str());
        }
    }

    #[test]
    fn numbers_are_the_documented_ones() {
        let documented = [
            (Code::BadArguments, 2),
            (Code::NetDns, 3),
            (Code::RespNotJson, 3),
            (Code::RespRedirect, 3),
            (Code::AuthIkey, 4),
            (Code::PermMissing, 5),
            (Code::AppTypeAuthApi, 6),
            (Code::RateLimit, 7),
            (Code::ServerError, 8),
            (Code::KeyLocked, 9),
            (Code::DbCorrupt, 10),
            (Code::Cancelled, 130),
        ];
        for (code, number) in documented {
            assert_eq!(Exit::of(code) as u8, number, "{}", code.as_str());
        }
    }
}
