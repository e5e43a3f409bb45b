//! Arrow's PyCapsule interface: arrays from and to other libraries without a copy. The only unsafe code of the package.

use std::ffi::{CStr, c_void};
use std::ptr::NonNull;

use arrow_array::ffi::{FFI_ArrowArray, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayRef, RecordBatchReader, make_array};
use arrow_schema::Schema;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// The exception for what Arrow cannot do.
pub(crate) fn failed(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(format!("Arrow: {error}"))
}

/// The arrays that an object holds, if it speaks the interface: one, or those of a stream.
pub(crate) fn arrays(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    if let Some(method) = object.getattr_opt("__arrow_c_stream__")? {
        return streamed(method.call0()?.cast::<PyCapsule>()?).map(Some);
    }
    let Some(method) = object.getattr_opt("__arrow_c_array__")? else { return Ok(None) };
    let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = method.call0()?.extract()?;
    one(&schema, &array).map(|array| Some(vec![array]))
}

fn streamed(capsule: &Bound<'_, PyCapsule>) -> PyResult<Vec<ArrayRef>> {
    let stream = pointer::<FFI_ArrowArrayStream>(capsule, STREAM)?;
    // SAFETY: a capsule of this name holds a stream that is valid as long as the capsule is; the caller's reference keeps
    // that alive. The stream is moved out, which the interface allows its consumer to do, and what stays behind is marked
    // as released, so that the capsule's destructor does nothing.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
    // Producers may need the interpreter in other threads.
    capsule.py().detach(|| ArrayStreamReader::try_new(stream)?.collect::<Result<Vec<_>, _>>()).map_err(failed)
}

fn one(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<ArrayRef> {
    let (schema, array) = (pointer::<FFI_ArrowSchema>(schema, SCHEMA)?, pointer::<FFI_ArrowArray>(array, ARRAY)?);
    // SAFETY: capsules of these names hold a schema and an array that are valid as long as the capsules are; the caller's
    // references keep them alive. The array is moved out and what stays behind marked as released; the schema is only
    // borrowed here. The interface promises that the array is of that schema.
    let data = unsafe {
        let array = FFI_ArrowArray::from_raw(array.as_ptr());
        if array.is_released() {
            return Err(failed("the array is already released"));
        }
        from_ffi(array, schema.as_ref())
    };
    data.map(make_array).map_err(failed)
}

/// Where the structure in a capsule stands, if it is one of that name.
fn pointer<T>(capsule: &Bound<'_, PyCapsule>, name: &CStr) -> PyResult<NonNull<T>> {
    let pointer: NonNull<c_void> = capsule.pointer_checked(Some(name))?;
    let pointer = pointer.cast::<T>();
    if pointer.is_aligned() { Ok(pointer) } else { Err(failed("a capsule's pointer is not aligned")) }
}

/// A schema in a capsule, which frees it.
pub(crate) fn schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(failed)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// A stream in a capsule, which frees what has not been taken out of it.
pub(crate) fn stream(py: Python<'_>, batches: Box<dyn RecordBatchReader + Send>) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)
}
