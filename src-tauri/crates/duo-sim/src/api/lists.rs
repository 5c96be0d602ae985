//! The lists, and the filters that some of them take.

use serde::Serialize;

use crate::api::error::ApiError;
use crate::api::paging::{MOST, MOST_USERS, Window};
use crate::api::params::Params;
use crate::api::route::{Part, Route};
use crate::api::troubles::Troubles;
use crate::config::Permission;
use crate::id::Kind;
use crate::org::people::{self, Person};
use crate::org::{
    admin_units, admins, applications, bypass_codes, endpoints, groups, passkeys, phones, policies, tokens,
};
use crate::tenant::Tenant;

/// What a list is made from.
pub(crate) struct Asked<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) params: &'a Params,
    pub(crate) path: &'a str,
    pub(crate) troubles: &'a Troubles,
}

impl Asked<'_> {
    /// The list of a route; `None` for a route that is not a list.
    pub(crate) fn list(&self, route: Route<'_>) -> Option<Result<Vec<u8>, ApiError>> {
        let tenant = self.tenant;
        Some(match route {
            Route::Users => self.users(),
            Route::UserPart(id, part) => self.user_part(id, part),
            Route::Groups => self.groups(),
            Route::GroupMembers(id) => self.members(id),
            Route::Phones => self.phones(),
            Route::Tokens => self.tokens(),
            Route::Passkeys => {
                let admins = self.tells_admins();
                self.paged(MOST, passkeys::count(tenant), |n| passkeys::record(tenant, n, admins))
            }
            Route::BypassCodes => {
                self.paged(MOST, bypass_codes::count(tenant), |n| bypass_codes::record(tenant, n))
            }
            Route::Endpoints if !tenant.lists_endpoints() => Err(ApiError::Forbidden),
            Route::Endpoints => {
                self.chosen(MOST, &tenant.fleet.endpoints, |n| endpoints::endpoint(tenant, n))
            }
            Route::DesktopAuthenticators => {
                self.chosen(MOST, &tenant.fleet.authenticators, |n| endpoints::authenticator(tenant, n))
            }
            Route::RegisteredDevices => {
                self.chosen(MOST, &tenant.fleet.registered, |n| endpoints::registered(tenant, n))
            }
            Route::BlockedDevices => {
                self.chosen(MOST, &tenant.fleet.blocked, |n| endpoints::registered(tenant, n))
            }
            Route::Applications(version) => {
                let listed: Vec<u32> = applications::listed(version).collect();
                self.chosen(MOST, &listed, |n| applications::record(tenant, n, version))
            }
            Route::Policies => self.paged(MOST, policies::COUNT, |n| policies::record(tenant, n)),
            Route::Admins => self.paged(MOST, admins::COUNT, |n| admins::record(tenant, n)),
            Route::AdminUnits => self.paged(MOST, admin_units::COUNT, |n| admin_units::record(tenant, n)),
            Route::Nothing(_) => self.paged(MOST, 0, |n| n),
            _ => return None,
        })
    }

    pub(crate) fn tells_admins(&self) -> bool {
        self.tenant.config.permissions.contains(&Permission::Administrators)
    }

    fn users(&self) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let full = |user| Person::of(tenant, user).full(tenant);
        if let Some(name) = self.params.get("username") {
            let found: Vec<u32> = people::by_name(tenant, &name).map(|p| p.index).into_iter().collect();
            return self.chosen(MOST_USERS, &found, full);
        }
        if let Some(names) = self.params.list("username_list")? {
            let found: Vec<u32> =
                names.iter().filter_map(|n| people::by_name(tenant, n)).map(|p| p.index).collect();
            return self.chosen(MOST_USERS, &found, full);
        }
        if let Some(ids) = self.params.list("user_id_list")? {
            return self.chosen(MOST_USERS, &self.find(Kind::User, &ids, tenant.population.len()), full);
        }
        if let Some(email) = self.params.get("email") {
            let all = 0..tenant.population.len();
            let found: Vec<u32> = all.filter(|user| Person::of(tenant, *user).email == email).collect();
            return self.chosen(MOST_USERS, &found, full);
        }
        self.paged(MOST_USERS, tenant.population.len(), full)
    }

    fn user_part(&self, id: &str, part: Part) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let population = &tenant.population;
        let user = tenant.find(Kind::User, id, population.len()).ok_or(ApiError::NotFound)?;
        match part {
            Part::Phones => {
                let owned: Vec<u32> = population.phones.of(user).collect();
                self.chosen(MOST, &owned, |n| phones::record(tenant, n))
            }
            Part::Tokens => {
                let owned: Vec<u32> = population.tokens.of(user).collect();
                self.chosen(MOST, &owned, |n| tokens::of_user(tenant, n))
            }
            Part::Passkeys => {
                let owned: Vec<u32> = population.passkeys.of(user).collect();
                self.chosen(MOST, &owned, |n| passkeys::of_user(tenant, n))
            }
            Part::Groups => {
                let joined = groups::of_user(tenant, user, population.class(user));
                self.chosen(MOST, &joined, |n| groups::record(tenant, n))
            }
            Part::BypassCodes => {
                let codes: Vec<u32> = bypass_codes::of(tenant, user).collect();
                self.chosen(MOST, &codes, |n| bypass_codes::of_user(tenant, n))
            }
            Part::DesktopAuthenticators => {
                let owned: Vec<u32> = tenant.fleet.authenticators_of(user).collect();
                self.chosen(MOST, &owned, |n| endpoints::authenticator_of_user(tenant, n))
            }
            Part::U2f => self.paged(MOST, 0, |n| n),
        }
    }

    fn groups(&self) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        match self.params.list("group_id_list")? {
            Some(ids) => {
                let found = self.find(Kind::Group, &ids, groups::count(tenant));
                self.chosen(MOST, &found, |n| groups::record(tenant, n))
            }
            None => self.paged(MOST, groups::count(tenant), |n| groups::record(tenant, n)),
        }
    }

    fn members(&self, id: &str) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let group = tenant.find(Kind::Group, id, groups::count(tenant)).ok_or(ApiError::NotFound)?;
        let members: Vec<u32> = groups::members(tenant, group).collect();
        self.chosen(MOST, &members, |user| groups::MemberRecord {
            user_id: tenant.id(Kind::User, user),
            username: Person::of(tenant, user).username,
        })
    }

    fn phones(&self) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let count = phones::count(tenant);
        let record = |n| phones::with_users(tenant, n);
        match self.params.get("number") {
            Some(number) => {
                let plain = self.params.get("extension").is_none_or(|extension| extension.is_empty());
                let found: Vec<u32> = (0..count).filter(|n| plain && phones::number(*n) == number).collect();
                self.chosen(MOST, &found, record)
            }
            None => self.paged(MOST, count, record),
        }
    }

    fn tokens(&self) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let admins = self.tells_admins();
        let record = |n| tokens::record(tenant, n, admins);
        match (self.params.get("type"), self.params.get("serial")) {
            (None, None) => self.paged(MOST, tokens::count(tenant), record),
            (Some(_), None) => Err(ApiError::MissingParameter("serial")),
            (None, Some(_)) => Err(ApiError::MissingParameter("type")),
            (Some(kind), Some(serial)) => {
                let all = 0..tokens::count(tenant);
                let found: Vec<u32> = all
                    .filter(|n| tokens::serial(*n) == serial && tokens::kind(tenant, *n) == kind)
                    .collect();
                self.chosen(MOST, &found, record)
            }
        }
    }

    fn find(&self, kind: Kind, ids: &[String], count: u32) -> Vec<u32> {
        ids.iter().filter_map(|id| self.tenant.find(kind, id, count)).collect()
    }

    fn paged<T: Serialize>(
        &self,
        most: u64,
        total: u32,
        row: impl Fn(u32) -> T,
    ) -> Result<Vec<u8>, ApiError> {
        Ok(Window::read(self.params, most, self.path, self.troubles)?.page(total, row))
    }

    /// A page of a list that is given by the numbers of its rows.
    fn chosen<T: Serialize>(
        &self,
        most: u64,
        rows: &[u32],
        row: impl Fn(u32) -> T,
    ) -> Result<Vec<u8>, ApiError> {
        let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        self.paged(most, total, |place| row(rows[place as usize]))
    }
}
