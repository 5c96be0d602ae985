//! What holds for one user at one application: asked of Duo when somebody wants to know, never stored.

use std::sync::Arc;

use domain::ResultingPolicy;
use tokio_util::sync::CancellationToken;

use crate::api::{CommandError, PolicyNamed, PolicyProperty, PolicyResult, PolicyResultOf, PolicySection};
use crate::syncing::refuse_draft;
use crate::{Engine, ingest};

impl Engine {
    /// The effective policy of a user at an application, in Duo's words.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `NOT_CHECKED`, keychain codes; what Duo or the network said: `PERM_MISSING`, `NOT_OFFERED` for a
    /// user or an application that is gone, `NET_…`.
    pub async fn policy_result(
        self: &Arc<Self>,
        asked: PolicyResultOf,
    ) -> Result<PolicyResult, CommandError> {
        let connection = self.connection(&asked.client).await?;
        refuse_draft(&connection)?;
        let secret = self.secret_of(&connection).await?;
        // A sync under way keeps its pace.
        let governor = self.governor(&connection.host).await?;
        let client = self
            .duo(&connection, secret, governor, CancellationToken::new())
            .await?
            .with_retry(self.ports.transports.network().settings.for_check());
        let result = client.resulting_policy(&asked.user_id, &asked.app_key).await?;
        let as_of = client.server_now();
        let result = ingest::resulting_policy(result);
        let keys: Vec<String> = result.custom_policies.iter().chain(&result.global_policy).cloned().collect();
        let names = self.read(&asked.client, move |db| db.policy_names(&keys)).await?;
        Ok(told(result, &names, as_of))
    }
}

fn told(
    result: ResultingPolicy,
    names: &[(String, String)],
    as_of: chrono::DateTime<chrono::Utc>,
) -> PolicyResult {
    let named = |policy_key: String, is_global| PolicyNamed {
        name: names.iter().find(|(key, _)| *key == policy_key).map(|(_, name)| name.clone()),
        policy_key,
        is_global,
    };
    let custom = result.custom_policies.into_iter().map(|key| named(key, false));
    let policies = custom.chain(result.global_policy.into_iter().map(|key| named(key, true))).collect();
    let section =
        |(section, properties): (String, std::collections::BTreeMap<String, String>)| PolicySection {
            section,
            properties: properties.into_iter().map(|(name, value)| PolicyProperty { name, value }).collect(),
        };
    let sections =
        result.sections.into_iter().map(section).filter(|one| !one.properties.is_empty()).collect();
    PolicyResult { policies, sections, as_of }
}
