/** A thread of the audit. */
import { serveLane } from '../store/readLanes.ts';
import { auditLane } from './auditJobs.ts';

await serveLane(auditLane);
