import type { DataSet, Permission } from '$lib/generated/contract';

const NEEDS: Readonly<Record<DataSet, Permission>> = {
  account: 'read_information',
  users: 'read_resource',
  groups: 'read_resource',
  phones: 'read_resource',
  tokens: 'read_resource',
  webauthn: 'read_resource',
  bypass_codes: 'read_resource',
  applications: 'read_resource',
  sign_ins: 'read_log',
};

/** The right without which a data set stays empty. */
export function needs(dataSet: DataSet): Permission {
  return NEEDS[dataSet];
}
