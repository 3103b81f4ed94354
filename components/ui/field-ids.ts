'use client'
import { createContext, useContext } from 'react'

/** How a control of our own making finds the texts of the `Field` around it. */
export interface FieldIds {
  label: string
  described: string | undefined
  invalid: boolean
}

export const FieldIdsContext = createContext<FieldIds | null>(null)
export const useFieldIds = () => useContext(FieldIdsContext)
