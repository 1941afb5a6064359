/// A backend to copy: everything around the computation is right, nothing is computed. See
/// `docs/bring-your-accelerator.md`.
package io.cloakwork.conformance.skeleton;
