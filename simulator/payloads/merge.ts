import { gid } from '../state/ids.ts';
import type { Json } from './json.ts';

/** customers/merge, once the merge is over. */
export function mergePayload(keptId: string, deletedId: string): Json {
  return {
    admin_graphql_api_customer_kept_id: gid('Customer', keptId),
    admin_graphql_api_customer_deleted_id: gid('Customer', deletedId),
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
  };
}
