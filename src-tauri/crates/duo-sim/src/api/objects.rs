//! Single objects by identifier, and the answers that are one object.

use crate::api::envelope::single;
use crate::api::error::ApiError;
use crate::api::lists::Asked;
use crate::api::route::Route;
use crate::dice::Subject;
use crate::id::{self, Kind};
use crate::org::people::Person;
use crate::org::{
    admin_units, admins, applications, bypass_codes, endpoints, groups, passkeys, phones, policies, settings,
    tokens,
};
use crate::tenant::Tenant;

/// Names of the children of a managed-service parent.
const CHILDREN: [&str; 4] = ["Northgate Dental", "Lantern Media", "Oakline", "Granite Works"];

impl Asked<'_> {
    /// The object of a route that is not a list.
    pub(crate) fn object(&self, route: Route<'_>) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let find = |kind, id, count| tenant.find(kind, id, count).ok_or(ApiError::NotFound);
        Ok(match route {
            Route::User(id) => {
                let user = find(Kind::User, id, tenant.population.len())?;
                single(Person::of(tenant, user).full(tenant))
            }
            Route::Group(id) => single(groups::record(tenant, find(Kind::Group, id, groups::count(tenant))?)),
            Route::Phone(id) => {
                single(phones::with_users(tenant, find(Kind::Phone, id, phones::count(tenant))?))
            }
            Route::Token(id) => {
                let token = find(Kind::Token, id, tokens::count(tenant))?;
                single(tokens::record(tenant, token, self.tells_admins()))
            }
            Route::Passkey(id) => {
                let passkey = find(Kind::Passkey, id, passkeys::count(tenant))?;
                single(passkeys::record(tenant, passkey, self.tells_admins()))
            }
            Route::BypassCode(id) => {
                let code = find(Kind::BypassCode, id, bypass_codes::count(tenant))?;
                single(bypass_codes::record(tenant, code))
            }
            Route::Endpoint(_) if !tenant.lists_endpoints() => return Err(ApiError::Forbidden),
            Route::Endpoint(id) => {
                single(endpoints::endpoint(tenant, self.one_of(Kind::Endpoint, id, &tenant.fleet.endpoints)?))
            }
            Route::DesktopAuthenticator(id) => {
                let known = &tenant.fleet.authenticators;
                single(endpoints::authenticator(tenant, self.one_of(Kind::DesktopAuthenticator, id, known)?))
            }
            Route::RegisteredDevice(id) => {
                let known = &tenant.fleet.registered;
                single(endpoints::registered(tenant, self.one_of(Kind::RegisteredDevice, id, known)?))
            }
            Route::BlockedDevice(id) => {
                let known = &tenant.fleet.blocked;
                single(endpoints::registered(tenant, self.one_of(Kind::RegisteredDevice, id, known)?))
            }
            Route::Application(version, key) => {
                let number = id::decode(tenant.config.seed, Kind::Application, key);
                let number = applications::listed(version).find(|n| number == Some(u64::from(*n)));
                single(applications::record(tenant, number.ok_or(ApiError::NotFound)?, version))
            }
            Route::Policy("global") => single(policies::record(tenant, 0)),
            Route::Policy(id) => single(policies::record(tenant, find(Kind::Policy, id, policies::COUNT)?)),
            Route::PolicySummary => single(policies::summary(tenant)),
            Route::PolicyCalculate => self.calculate()?,
            Route::Admin(id) => single(admins::record(tenant, find(Kind::Admin, id, admins::COUNT)?)),
            Route::AdminUnit(id) => {
                single(admin_units::detail(tenant, find(Kind::AdminUnit, id, admin_units::COUNT)?))
            }
            Route::AllowedMethods => single(admins::ALLOWED_METHODS),
            Route::Settings => single(settings::settings(tenant)),
            Route::Summary => single(settings::summary(tenant)),
            Route::Accounts => single(children(tenant)),
            _ => return Err(ApiError::NotFound),
        })
    }

    /// The number of an object of which only some exist.
    fn one_of(&self, kind: Kind, id: &str, known: &[u32]) -> Result<u32, ApiError> {
        let number = self.tenant.find(kind, id, u32::MAX).ok_or(ApiError::NotFound)?;
        known.binary_search(&number).map(|_| number).map_err(|_| ApiError::NotFound)
    }

    /// What holds for one user at one application.
    fn calculate(&self) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        let of = |name| self.params.get(name).ok_or(ApiError::MissingParameter(name));
        let (user, key) = (of("user_id")?, of("integration_key")?);
        let user = tenant.find(Kind::User, &user, tenant.population.len()).ok_or(ApiError::NotFound)?;
        let number = id::decode(tenant.config.seed, Kind::Application, &key);
        let application = applications::listed(applications::Version::V3)
            .find(|listed| number == Some(u64::from(*listed)))
            .ok_or(ApiError::NotFound)?;
        Ok(single(policies::calculated(tenant, user, application)))
    }
}

fn children(tenant: &Tenant) -> Vec<serde_json::Value> {
    (1_u32..)
        .zip(CHILDREN)
        .map(|(number, name)| {
            let host = tenant.dice(Subject::Child, number).text(b"0123456789abcdef", 8);
            serde_json::json!({
                "account_id": tenant.id(Kind::Account, number),
                "api_hostname": format!("api-{host}.duosecurity.com"),
                "name": name,
            })
        })
        .collect()
}
