/// Evaluation keys by content, cached in memory and on devices, and jobs until their results are
/// fetched.
///
/// # On disk
///
/// Each store has a folder of its own, which only this user can enter (0700, files 0600) and one
/// process at a time has open (a lock on the file `lock`). The file `layout` holds one line, the
/// kind and version of what follows: `cloakwork-keys 1` or `cloakwork-jobs 1`. A store of another
/// version is refused, never guessed at.
///
/// A [KeyStore]:
///
/// | path | what |
/// |---|---|
/// | `blobs/ab/abcd…` | a key-switch key's wire object, named by its SHA-256; never changed |
/// | `uploads/abcd…-616c` | a part of such an object on its way in: its hash, its owner's name in hexadecimal; as long as what has arrived |
/// | `index/` | LMDB: tables `sets`, `owned`, `files`, `uploads` |
/// | `natives/` | LWJGL's libraries, unpacked |
///
/// A [JobStore]:
///
/// | path | what |
/// |---|---|
/// | `inputs/abcd…` | the items of a job that is not done, one after the other, named by the SHA-256 of owner and job |
/// | `results/abcd…-7` | the result of item 7 |
/// | `incoming/7.part` | what is being written; emptied when the store is opened |
/// | `index/` | LMDB: tables `jobs`, `outcomes` |
///
/// Rows are big-endian; what is in them stands with `SetRow`, `FileRow`, `UploadRow`, `JobRow` and
/// the tables' names in `KeyTables` and `JobTables`.
///
/// # What a kill leaves
///
/// A file is complete, forced to the disk and under its name, and its folder forced, before a row
/// names it; a row is gone before its file is unlinked. So what opens a store finds, at worst,
/// files without rows: a key whose commit did not come to its end goes back to its upload, anything
/// else is unlinked. A part file that is complete is hashed before it is believed. A file that a
/// row names and that is missing or has another length marks the sets that need it as damaged; so
/// does a key whose bytes turn out to be changed when it is loaded. Uploading it again heals them.
package io.cloakwork.serve.store;
