/// Times work: one piece again and again, or several in turns.
package io.cloakwork.bench.timing;
