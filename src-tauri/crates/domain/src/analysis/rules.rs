//! Thresholds and names of the licence review.

/// What the licence review goes by; all days are whole days of 24 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Idle for this long or longer: reason I.
    pub idle_days: u32,
    /// Younger accounts are not candidates by N or A, and are protected.
    pub grace_days: u32,
    /// Idle for this long, with the log as evidence: lane Ready.
    pub ready_idle_days: u32,
    /// Locked out and idle for this long or longer: reason L.
    pub locked_idle_days: u32,
    /// Days without a login after which Duo itself moves a user to the Trash (`inactive_user_expiration`); none = never, or
    /// not known.
    pub user_expiry_days: Option<u32>,
    /// Names of break-glass accounts, found anywhere in a name without its punctuation.
    pub break_glass_names: Vec<String>,
    /// Words of service accounts; a word of the user name must equal one, or begin with one that ends in `*`.
    pub service_words: Vec<String>,
    /// Names of groups whose members are protected, in lower case; what ends in `*` is the beginning of one.
    pub protected_groups: Vec<String>,
}

impl Rules {
    /// Whether members of a group of this name are protected.
    pub fn protects_group(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        self.protected_groups.iter().any(|rule| match rule.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == *rule,
        })
    }
}

impl Default for Rules {
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            idle_days: 90,
            grace_days: 14,
            ready_idle_days: 180,
            locked_idle_days: 30,
            user_expiry_days: None,
            protected_groups: Vec::new(),
            break_glass_names: owned(&["breakglass", "brkglass", "glassbreak", "emergencya", "notfall"]),
            service_words: owned(&[
                "svc*",
                "srv",
                "service*",
                "serviceaccount",
                "sa",
                "bot",
                "robot",
                "scanner",
                "scan2mail",
                "printer",
                "copier",
                "kiosk",
                "backup",
                "veeam",
                "ldap",
                "ldapbind",
                "radius",
                "sqlagent",
                "mailrelay",
                "smtp",
                "noreply",
                "monitoring",
                "nagios",
                "zabbix",
                "prtg",
                "dirsync",
                "adsync",
                "aadsync",
                "automation",
                "healthcheck",
                "probe",
            ]),
        }
    }
}
