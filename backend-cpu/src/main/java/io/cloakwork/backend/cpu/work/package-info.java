/// Threads: the queue of jobs, the workers that run their tiles, and where workers may run.
package io.cloakwork.backend.cpu.work;
