#pragma once

// Loaded into `curfew` before everything else (LD_PRELOAD) by the tests of faults. Settings come by environment:
//
//   CURFEW_FAULT_STORE   absolute path of the store; writes, syncs and truncations of it, its -wal and its -journal count
//   CURFEW_FAULT_AT      which of these calls fails, from 1
//   CURFEW_FAULT_MODE    how:
//     eio, enospc        the call fails and does nothing
//     short              a write writes half and says so
//     crash              the process is killed before the call
//     torn               half is written, then the process is killed
//     powercut           every write since its file's last sync is undone, then the process is killed
//   CURFEW_FAULT_FOREVER set: every later call fails too
//   CURFEW_FAULT_LOG     file that gets one line at the process's end, see counts.c
//   CURFEW_CLOCK_OFFSET_SECONDS   how far this process's wall clock is off; the monotonic clock stays right
