/** A thread of a back-test. */
import { serveLane } from '../store/readLanes.ts';
import { backtestLane } from './backtestJobs.ts';

await serveLane(backtestLane);
